package io.ft.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ft-load trickle}. */
@Command(
    name = "trickle",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Opens connections, asks for a file on each, prints \"open N\", and reads a byte now and"
          + " then.",
      "Opens another one for each that the server ends, until its input ends; then it prints one"
          + " JSON object: how many there are, and how many there were."
    })
final class TrickleCommand implements Callable<Integer> {

  private final InputStream input;

  @Mixin private KeptOpenOptions options = new KeptOpenOptions();

  @Option(names = "--path", paramLabel = "NAME", required = true, description = "The file.")
  private String path = "";

  @Option(
      names = "--byte-millis",
      paramLabel = "MS",
      description = "From one byte to the next; ${DEFAULT-VALUE} by default.")
  private long byteMillis = 1_000;

  TrickleCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.run(input, () -> new TrickleClient(path, byteMillis), KeptOpen::toJson);
    return 0;
  }
}
