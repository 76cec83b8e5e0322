package io.ft.client.cli;

import io.ft.client.Addresses;
import io.ft.client.ClientConfig;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how to reach a server. Times are in seconds, with fractions. */
final class ConnectionOptions {

  /** At most one of them. */
  static final class FamilyOptions {

    @Option(names = "-4", description = "Use only the server's IPv4 addresses.")
    private boolean ipv4;

    @Option(names = "-6", description = "Use only the server's IPv6 addresses.")
    private boolean ipv6;
  }

  @ArgGroup(exclusive = true)
  private FamilyOptions family = new FamilyOptions();

  @Option(
      names = "--bind",
      paramLabel = "ADDR",
      converter = IpAddress.class,
      description = "Connect from this address of this machine.")
  private @Nullable InetAddress local;

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

  @Mixin private SecurityOptions security = new SecurityOptions();

  SecurityOptions security() {
    return security;
  }

  /**
   * The settings of the client. From a server that sends a listing something has to come as often
   * as an answer.
   *
   * @param notice takes what is worth knowing, in a sentence, on any thread
   * @throws IllegalArgumentException if options do not go together
   */
  ClientConfig client(Consumer<String> notice) {
    Addresses.Family wanted =
        family.ipv4
            ? Addresses.Family.IPV4
            : family.ipv6 ? Addresses.Family.IPV6 : Addresses.Family.ANY;
    return ClientConfig.DEFAULT.toBuilder()
        .connectTimeoutMillis((int) connectMillis)
        .handshakeTimeoutMillis(handshakeMillis)
        .requestTimeoutMillis(requestMillis)
        .stallTimeoutMillis(requestMillis)
        .addresses(addresses(wanted))
        .security(security.security(notice))
        .build();
  }

  private Addresses addresses(Addresses.Family wanted) {
    try {
      return new Addresses(wanted, local);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--bind: " + e.getMessage(), e);
    }
  }
}
