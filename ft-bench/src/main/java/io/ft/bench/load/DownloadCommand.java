package io.ft.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ft-load download}. */
@Command(
    name = "download",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Downloads a file by many clients at once, and keeps nothing of it.",
      "Prints one JSON object. Times begin when all are connected."
    })
final class DownloadCommand implements Callable<Integer> {

  /** What the clients speak. */
  enum Protocol {
    FT,
    HTTP
  }

  @Spec private CommandSpec spec;

  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--protocol",
      paramLabel = "ft|http",
      description = "What the server speaks; ft by default.")
  private Protocol protocol = Protocol.FT;

  @Option(names = "--path", paramLabel = "NAME", required = true, description = "The file.")
  private String path = "";

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Connections; ${DEFAULT-VALUE} by default.")
  private int clients = 1;

  @Option(
      names = "--requests",
      paramLabel = "R",
      description = "Downloads on each connection; ${DEFAULT-VALUE} by default.")
  private int requests = 1;

  @Option(
      names = "--depth",
      paramLabel = "D",
      description = "How many of them at once, with ft; ${DEFAULT-VALUE} by default.")
  private int depth = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (clients < 1 || requests < 1 || depth < 1) {
      throw usage("clients, requests and depth: at least 1");
    }
    if (protocol == Protocol.HTTP && depth > 1) {
      throw usage("depth: one at a time with http");
    }
    DownloadResult result = run();
    PrintWriter out = spec.commandLine().getOut();
    out.println(result.toJson());
    out.flush();
    return 0;
  }

  private DownloadResult run() throws IOException, InterruptedException {
    Tally tally = new Tally();
    InetSocketAddress address = target.address();
    List<LoadClient> all = Stream.generate(maker(address, tally)).limit(clients).toList();
    Deadline deadline = target.deadline();
    try (Loops loops = Loops.best(target.threads())) {
      Connections.open(target.dialer(loops), all, deadline);
      long startNanos = System.nanoTime();
      all.forEach(LoadClient::start);
      deadline.await(all.stream().map(LoadClient::ended).toList());
      List<Long> completionNanos = new ArrayList<>();
      for (LoadClient client : all) {
        completionNanos.add(client.ended().join() - startNanos);
      }
      return new DownloadResult(clients, requests, tally.bytes(), completionNanos);
    }
  }

  private Supplier<LoadClient> maker(InetSocketAddress address, Tally tally) {
    if (protocol == Protocol.FT) {
      return () -> new FtDownloader(path, requests, depth, tally);
    }
    String host = address.getHostString() + ":" + address.getPort();
    String uri = encoded(path);
    return () -> new HttpDownloader(host, uri, requests, tally);
  }

  private String encoded(String path) {
    try {
      return new URI(null, null, "/" + path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw usage("path: " + e.getMessage());
    }
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
