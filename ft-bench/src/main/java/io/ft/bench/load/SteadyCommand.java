package io.ft.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ft-load steady}. */
@Command(
    name = "steady",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Downloads a file again and again by many clients for some time, and verifies every block.",
      "Prints \"open N\" when all are connected, and one JSON object at the end: how many bytes had come each half second, and who failed."
    })
final class SteadyCommand implements Callable<Integer> {

  private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  @Spec private CommandSpec spec;

  @Mixin private TargetOptions target = new TargetOptions();

  @Option(names = "--path", paramLabel = "NAME", required = true, description = "The file.")
  private String path = "";

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Connections; ${DEFAULT-VALUE} by default.")
  private int clients = 1;

  @Option(
      names = "--seconds",
      paramLabel = "T",
      required = true,
      description = "How long, from when all are connected.")
  private int seconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (clients < 1 || seconds < 1) {
      throw new ParameterException(spec.commandLine(), "clients and seconds: at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(run(out).toJson());
    out.flush();
    return 0;
  }

  private SteadyResult run(PrintWriter out) throws IOException, InterruptedException {
    List<Tally> tallies = new ArrayList<>();
    List<LoadClient> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Tally tally = new Tally();
      tallies.add(tally);
      all.add(new FtDownloader(path, Integer.MAX_VALUE, 1, tally));
    }
    try (Loops loops = Loops.best(target.threads())) {
      Connections.open(target.dialer(loops), all, target.deadline());
      out.println("open " + clients);
      out.flush();
      long startNanos = System.nanoTime();
      all.forEach(LoadClient::start);
      List<SteadyResult.Sample> samples = sample(tallies, startNanos);
      // Before the loops are closed: that would make failures of all of them.
      List<LoadClient> failed = all.stream().filter(LoadClient::isOver).toList();
      return new SteadyResult(
          samples,
          tallies.stream().map(Tally::bytesSoFar).toList(),
          failed.size(),
          failed.isEmpty() ? null : failed.get(0).failure());
    }
  }

  /** One in each half second, and one at the end. */
  private List<SteadyResult.Sample> sample(List<Tally> tallies, long startNanos)
      throws InterruptedException {
    long wholeNanos = TimeUnit.SECONDS.toNanos(seconds);
    List<SteadyResult.Sample> samples = new ArrayList<>();
    long nowNanos = 0;
    while (nowNanos < wholeNanos) {
      long next = Math.min(wholeNanos, (nowNanos / SAMPLE_NANOS + 1) * SAMPLE_NANOS);
      TimeUnit.NANOSECONDS.sleep(next - nowNanos);
      nowNanos = System.nanoTime() - startNanos;
      long bytes = tallies.stream().mapToLong(Tally::bytesSoFar).sum();
      samples.add(new SteadyResult.Sample(nowNanos, bytes));
    }
    return samples;
  }
}
