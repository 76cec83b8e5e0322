package io.ft.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ft-load silent}. */
@Command(
    name = "silent",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Opens connections, says nothing on any, and prints \"open N\".",
      "Opens another one for each that the server ends, until its input ends; then it prints one"
          + " JSON object: how many there are, and how many there were."
    })
final class SilentCommand implements Callable<Integer> {

  private final InputStream input;

  @Mixin private KeptOpenOptions options = new KeptOpenOptions();

  SilentCommand(InputStream input) {
    this.input = input;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.run(input, SilentClient::new, KeptOpen::toJson);
    return 0;
  }
}
