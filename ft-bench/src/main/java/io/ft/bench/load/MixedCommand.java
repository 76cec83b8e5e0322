package io.ft.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ft-load mixed}. */
@Command(
    name = "mixed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Opens connections, prints \"open N\", and does something of all sorts on each by chance:"
          + " small files, large files, listings, downloads that are cancelled, connections that"
          + " break, slow reading.",
      "Goes on until its input ends; then it prints one JSON object: how often it did what, and"
          + " how often the answer was not what it should be."
    })
final class MixedCommand implements Callable<Integer> {

  private final InputStream input;

  @Mixin private KeptOpenOptions options = new KeptOpenOptions();

  @Option(names = "--small", paramLabel = "NAME", required = true, description = "A small file.")
  private String small = "";

  @Option(
      names = "--large",
      paramLabel = "NAME",
      required = true,
      description = "A file of several blocks.")
  private String large = "";

  @Option(
      names = "--folder",
      paramLabel = "NAME",
      required = true,
      description = "What is listed, with all that is below.")
  private String folder = "";

  @Option(
      names = "--rest-millis",
      paramLabel = "MS",
      description = "From the end of one exchange to the next; ${DEFAULT-VALUE} by default.")
  private long restMillis = 50;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where chance begins; ${DEFAULT-VALUE} by default.")
  private long seed = 1;

  MixedCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    MixedPaths paths = new MixedPaths(small, large, folder, restMillis);
    MixedCounts counts = new MixedCounts();
    AtomicLong seeds = new AtomicLong(seed);
    options.run(
        input,
        () -> {
          MixedClient client = new MixedClient(paths, new Random(seeds.getAndIncrement()), counts);
          client
              .ended()
              .whenComplete(
                  (nanos, failure) -> {
                    if (failure != null) {
                      counts.failed(String.valueOf(failure.getMessage()));
                    }
                  });
          return client;
        },
        kept -> counts.toJson());
    return 0;
  }
}
