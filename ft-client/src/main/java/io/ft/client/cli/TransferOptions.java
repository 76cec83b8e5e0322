package io.ft.client.cli;

import io.ft.client.ClientConfig;
import io.ft.client.DownloadOptions;
import io.ft.client.Durability;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a download is carried out. Times are in seconds, with fractions. */
final class TransferOptions {

  /** More would only wait for each other: most of the time goes into folders and their locks. */
  private static final int MAX_WRITER_THREADS = 2;

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

  @Mixin private RetryOptions retry = new RetryOptions();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

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

  SecurityOptions security() {
    return connection.security();
  }

  /**
   * The settings that all downloads of the call have in common.
   *
   * @param notice takes what is worth knowing, in a sentence, on any thread
   */
  ClientConfig client(Consumer<String> notice) {
    return connection.client(notice).toBuilder()
        .stallTimeoutMillis(stallMillis)
        .minBytesPerSecond(minBytesPerSecond)
        .maxConnections(connections)
        .maxBytesPerSecond(maxBytesPerSecond)
        .writerThreads(Math.min(MAX_WRITER_THREADS, Runtime.getRuntime().availableProcessors()))
        .build();
  }

  /** How each download is carried out. */
  DownloadOptions download() {
    return new DownloadOptions(
        !noResume, true, false, durability, retry.policy(), retry.maxTimeMillis());
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
