package io.ft.bench.load;

import java.net.InetSocketAddress;
import picocli.CommandLine.Option;

/** Which server, and how it is reached. */
final class TargetOptions {

  @Option(
      names = "--host",
      paramLabel = "H",
      description = "The server; ${DEFAULT-VALUE} by default.")
  private String host = "127.0.0.1";

  @Option(names = "--port", paramLabel = "P", required = true, description = "The server's port.")
  private int port;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Event loops; one a processor by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--timeout-seconds",
      paramLabel = "S",
      description = "Seconds for all of it; ${DEFAULT-VALUE} by default.")
  private long timeoutSeconds = 120;

  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  int threads() {
    return threads;
  }

  Deadline deadline() {
    return Deadline.inSeconds(timeoutSeconds);
  }
}
