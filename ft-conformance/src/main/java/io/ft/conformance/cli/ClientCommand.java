package io.ft.conformance.cli;

import io.ft.conformance.Report;
import io.ft.conformance.Runner;
import io.ft.conformance.client.ClientCases;
import io.ft.conformance.client.ClientUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ft-conformance client -- COMMAND}. */
@Command(
    name = "client",
    mixinStandardHelpOptions = true,
    description = {
      "Tries the client that COMMAND starts once for each case, to fetch one file and end.",
      "In its words, {port} is the port of a server on 127.0.0.1, {path} the path of the file, and {folder} a folder for it."
    })
final class ClientCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Output output = new Output();

  @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "Starts the client.")
  private List<String> command = List.of();

  @Option(names = "--patience", paramLabel = "MS", description = "How long it may take for a step.")
  private long patienceMillis = 10_000;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("ft-conformance");
    ClientUnderTest client =
        new ClientUnderTest(command, Duration.ofMillis(patienceMillis), folder);
    Runner<ClientUnderTest> runner =
        new Runner<>(client, output.chosen(), result -> Output.show(out, result, false));
    return output.finish(out, new Report("client", runner.run(ClientCases.all())));
  }
}
