package io.ft.client.cli;

import io.ft.client.ClientConfig;
import picocli.CommandLine.Option;

/** The options that say how to reach a server. Times are in seconds, with fractions. */
final class ConnectionOptions {

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

  /**
   * The settings of the client; from a server that sends a listing something has to come as often.
   */
  ClientConfig client() {
    return ClientConfig.DEFAULT
        .withTimeoutsMillis((int) connectMillis, handshakeMillis, requestMillis)
        .withStall(requestMillis, 0);
  }
}
