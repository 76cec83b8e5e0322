package io.ft.client.cli;

import io.ft.client.ClientConfig;
import io.ft.client.DownloadOptions;
import io.ft.client.Durability;
import io.ft.client.RetryPolicy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options that say how hard a download tries. Times are in seconds, with fractions. */
final class TransferOptions {

  @Option(
      names = "--no-resume",
      description = "Start anew, whatever is there from an earlier time.")
  private boolean noResume;

  @Option(
      names = "--durable",
      paramLabel = "WHAT",
      converter = DurabilityName.class,
      description =
          "What has to be on the disk before success is told: 'none' (default: the system writes "
              + "when it likes), 'file' (the content before the name), 'full' (the name too).")
  private Durability durability = Durability.NONE;

  @Option(
      names = "--retry",
      paramLabel = "N",
      description =
          "Try again up to N times after a passing failure (default: ${DEFAULT-VALUE}), and go on "
              + "where it was. Attempts that verified a block do not count.")
  private int retries = RetryPolicy.STANDARD.maxRetries();

  @Option(
      names = "--retry-delay",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description =
          "The longest first pause (default: 1). It doubles each time, up to a minute, and each "
              + "pause is a random part of it.")
  private long retryDelayMillis = RetryPolicy.STANDARD.delayMillis();

  @Option(
      names = "--retry-max-time",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "Begin no attempt later than this after the first failure in a row.")
  private @Nullable Long retryMaxTimeMillis;

  @Option(
      names = "--retry-connrefused",
      description = "Try again also when not even the first attempt finds the server.")
  private boolean retryUnreachable;

  @Option(
      names = "--connect-timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "For each address of the server (default: 10).")
  private long connectMillis = ClientConfig.DEFAULT.connectTimeoutMillis();

  @Option(
      names = "--handshake-timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "From the connection to the server's greeting (default: 10).")
  private long handshakeMillis = ClientConfig.DEFAULT.handshakeTimeoutMillis();

  @Option(
      names = "--request-timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "From a request to its answer (default: 30).")
  private long requestMillis = ClientConfig.DEFAULT.requestTimeoutMillis();

  @Option(
      names = {"-Y", "--speed-limit"},
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description =
          "Give up an attempt when less than so many bytes a second come over the time of -y, and "
              + "it is not this machine that is slow. K, M and G are understood. (Default: any)")
  private long minBytesPerSecond = ClientConfig.DEFAULT.minBytesPerSecond();

  @Option(
      names = {"-y", "--speed-time"},
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "The time for -Y, and how long nothing at all may come (default: 30).")
  private long stallMillis = ClientConfig.DEFAULT.stallTimeoutMillis();

  @Option(
      names = {"-m", "--max-time"},
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "For each file, all attempts together (default: no limit).")
  private @Nullable Long maxTimeMillis;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Use up to N connections to a server at once (default: ${DEFAULT-VALUE}).")
  private int connections = ClientConfig.DEFAULT.maxConnections();

  @Option(
      names = "--limit-rate",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description = "Receive no more than so many bytes a second, all files together.")
  private long maxBytesPerSecond = ClientConfig.DEFAULT.maxBytesPerSecond();

  /** The settings that all downloads of the call have in common. */
  ClientConfig client() {
    return ClientConfig.DEFAULT
        .withTimeoutsMillis((int) connectMillis, handshakeMillis, requestMillis)
        .withStall(stallMillis, minBytesPerSecond)
        .withNetwork(connections, maxBytesPerSecond);
  }

  /** How each download is carried out. */
  DownloadOptions download() {
    RetryPolicy standard = RetryPolicy.STANDARD;
    RetryPolicy retry =
        new RetryPolicy(
            retries,
            retryDelayMillis,
            Math.max(retryDelayMillis, standard.maxDelayMillis()),
            retryMaxTimeMillis == null ? standard.maxTimeMillis() : retryMaxTimeMillis,
            retryUnreachable);
    return new DownloadOptions(
        !noResume,
        true,
        false,
        durability,
        retry,
        maxTimeMillis == null ? Long.MAX_VALUE : maxTimeMillis);
  }

  boolean wantsDurability() {
    return durability != Durability.NONE;
  }

  /** {@code none}, {@code file} or {@code full}. */
  static final class DurabilityName implements ITypeConverter<Durability> {
    @Override
    public Durability convert(String value) {
      for (Durability durability : Durability.values()) {
        if (durability.name().toLowerCase(Locale.ROOT).equals(value)) {
          return durability;
        }
      }
      throw new IllegalArgumentException("expected 'none', 'file' or 'full'");
    }
  }
}
