package io.ft.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options and the course of the commands that keep connections open until they are told. */
final class KeptOpenOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--connections",
      paramLabel = "N",
      required = true,
      description = "How many connections.")
  private int connections;

  @Option(
      names = "--pause-millis",
      paramLabel = "MS",
      description = "From the end of one to the next in its place; ${DEFAULT-VALUE} by default.")
  private long pauseMillis = 1_000;

  /**
   * Opens them, prints "open N", and keeps them until {@code input} ends.
   *
   * @param result what is printed then
   */
  void run(
      InputStream input,
      Supplier<? extends LoadClient> maker,
      Function<? super KeptOpen, String> result)
      throws IOException, InterruptedException {
    if (connections < 1 || pauseMillis < 1) {
      throw new ParameterException(spec.commandLine(), "connections and pause-millis: at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Loops loops = Loops.best(target.threads())) {
      KeptOpen kept = new KeptOpen(loops, target.dialer(loops), maker, pauseMillis);
      kept.open(connections, target.deadline());
      out.println("open " + connections);
      out.flush();
      input.transferTo(OutputStream.nullOutputStream());
      kept.stop();
      out.println(result.apply(kept));
      out.flush();
    }
  }
}
