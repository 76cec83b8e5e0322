package io.ft.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ft-load proxy}. */
@Command(
    name = "proxy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Passes on TCP connections, each byte after a delay, as a far network would.",
      "Prints \"listening on ADDRESS\", and runs until its input ends."
    })
final class ProxyCommand implements Callable<Integer> {

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("\\[?(?<host>[^\\[\\]]+)]?:(?<port>\\d{1,5})");

  private final InputStream input;

  @Spec private CommandSpec spec;

  @Option(names = "--to", paramLabel = "H:P", required = true, description = "The server.")
  private String to = "";

  @Option(
      names = "--delay-millis",
      paramLabel = "D",
      required = true,
      description = "Milliseconds of each way: half of what a round trip takes.")
  private long delayMillis;

  @Option(
      names = "--listen-port",
      paramLabel = "P",
      description = "Port of 127.0.0.1 to listen on; by default a free one.")
  private int listenPort;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Event loops; one a processor by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  ProxyCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public Integer call() throws IOException {
    Matcher parts = HOST_AND_PORT.matcher(to);
    if (!parts.matches() || delayMillis < 0) {
      throw new ParameterException(
          spec.commandLine(), "to: HOST:PORT, delay: at least 0 milliseconds");
    }
    InetSocketAddress server =
        new InetSocketAddress(parts.group("host"), Integer.parseInt(parts.group("port")));
    try (DelayProxy proxy =
        DelayProxy.start(server, TimeUnit.MILLISECONDS.toNanos(delayMillis), listenPort, threads)) {
      InetSocketAddress address = proxy.address();
      PrintWriter out = spec.commandLine().getOut();
      out.println("listening on 127.0.0.1:" + address.getPort());
      out.flush();
      input.transferTo(OutputStream.nullOutputStream());
    }
    return 0;
  }
}
