package io.ft.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
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
      names = "--from",
      paramLabel = "ADDR,...",
      split = ",",
      description = "Addresses of this machine to connect from, in turn.")
  private List<InetAddress> from = new ArrayList<>();

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

  /** What connects to the server by {@code loops}. */
  Dialer dialer(Loops loops) {
    return new Dialer(loops, address(), from);
  }

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
