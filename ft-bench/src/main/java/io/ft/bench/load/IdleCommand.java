package io.ft.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ft-load idle}. */
@Command(
    name = "idle",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Opens connections, greets on each, prints \"open N\", and holds them until its input ends.",
      "Fails if the server has ended one of them by then."
    })
final class IdleCommand implements Callable<Integer> {

  private final InputStream input;

  @Spec private CommandSpec spec;

  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--connections",
      paramLabel = "N",
      required = true,
      description = "How many connections.")
  private int connections;

  @Option(
      names = "--ping-millis",
      paramLabel = "MS",
      description = "Between two signs of life on each; ${DEFAULT-VALUE} by default.")
  private long pingMillis = 20_000;

  IdleCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (connections < 1 || pingMillis < 1) {
      throw new ParameterException(spec.commandLine(), "connections and ping-millis: at least 1");
    }
    List<IdleClient> clients =
        Stream.generate(() -> new IdleClient(pingMillis)).limit(connections).toList();
    try (Loops loops = Loops.best(target.threads())) {
      Connections.open(target.dialer(loops), clients, target.deadline());
      clients.forEach(LoadClient::start);
      PrintWriter out = spec.commandLine().getOut();
      out.println("open " + connections);
      out.flush();
      input.transferTo(OutputStream.nullOutputStream());
      failIfLost(clients);
    }
    return 0;
  }

  private static void failIfLost(List<IdleClient> clients) throws IOException {
    List<IdleClient> lost = clients.stream().filter(LoadClient::isOver).toList();
    if (!lost.isEmpty()) {
      throw new IOException(
          "%d of %d connections were lost: %s"
              .formatted(lost.size(), clients.size(), lost.get(0).failure()));
    }
  }
}
