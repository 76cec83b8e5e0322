package io.ft.conformance.cli;

import io.ft.conformance.Report;
import io.ft.conformance.Runner;
import io.ft.conformance.client.ClientCases;
import io.ft.conformance.client.ClientUnderTest;
import io.ft.conformance.client.ProcessClient;
import io.ft.conformance.client.Task;
import io.ft.conformance.wire.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    sortOptions = false,
    description = {
      "Tries a client. The kit plays its server, right and wrong, and looks at what the client sends, at its exit code and at what it has written.",
      "",
      "COMMAND starts it to fetch one file in the framed dialect. It is called once for each case, and must end by itself: with 0 if it has the file, with anything else if not. In its words",
      "  {port}     is the port of a server on 127.0.0.1,",
      "  {path}     is the path of the file on the server,",
      "  {urlpath}  is the same, percent-encoded,",
      "  {folder}   is an empty folder, where the file must be under its last name.",
      "It should not try again after a failure. If it does, the run takes longer, and its pauses must be shorter than --patience.",
      "",
      "Further commands make more cases possible; without them these are skipped. Each TEXT is a command with blanks between its words, and has the same placeholders."
    },
    footer = {
      "",
      "For example:",
      "  ft-conformance client --list-command 'my-ft ls {port} {path}' -- my-ft get {port} {path} {folder}",
      "",
      "A case that failed shows what was said: '1>' by the kit on the first connection, '1<' by the client. Exit code: 0 if no case failed, 1 if one did, 2 for wrong usage."
    })
final class ClientCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Output output = new Output();

  @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "Fetches one file.")
  private List<String> command = List.of();

  @Option(
      names = "--many-command",
      paramLabel = "TEXT",
      description =
          "Fetches several files on one connection. A word with a path is there once for each of them.")
  private @Nullable String many;

  @Option(
      names = "--tree-command",
      paramLabel = "TEXT",
      description =
          "Fetches the folder {path} and all below on one connection, to the same paths below {folder}.")
  private @Nullable String tree;

  @Option(
      names = "--list-command",
      paramLabel = "TEXT",
      description = "Prints what is in the folder {path} to standard output.")
  private @Nullable String list;

  @Option(
      names = "--resume-command",
      paramLabel = "TEXT",
      description =
          "Fetches one file, and goes on where it was when it is called again with the same {folder}.")
  private @Nullable String resume;

  @Option(
      names = "--token-command",
      paramLabel = "TEXT",
      description = "Fetches one file, and has a token, but no permission to send it without TLS.")
  private @Nullable String token;

  @Option(
      names = "--classic-command",
      paramLabel = "TEXT",
      description = "Fetches one file in the classic dialect.")
  private @Nullable String classic;

  @Option(
      names = "--patience",
      paramLabel = "MS",
      description = "How long the client may take for a step; 10000 by default.")
  private long patienceMillis = 10_000;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Trace trace = output.trace();
    Path folder = Files.createTempDirectory("ft-conformance");
    try {
      ClientUnderTest client =
          new ClientUnderTest(
              new ProcessClient(commands(), folder),
              Duration.ofMillis(patienceMillis),
              folder,
              trace);
      Runner<ClientUnderTest> runner =
          new Runner<>(client, output.chosen(), result -> output.show(out, result), trace);
      return output.finish(out, new Report("client", runner.run(ClientCases.all())));
    } finally {
      Folders.delete(folder);
    }
  }

  private Map<Task, List<String>> commands() {
    Map<Task, List<String>> commands = new EnumMap<>(Task.class);
    commands.put(Task.FETCH, command);
    put(commands, Task.MANY, many);
    put(commands, Task.TREE, tree);
    put(commands, Task.LIST, list);
    put(commands, Task.RESUME, resume);
    put(commands, Task.TOKEN, token);
    put(commands, Task.CLASSIC, classic);
    return commands;
  }

  private static void put(Map<Task, List<String>> commands, Task task, @Nullable String text) {
    if (text != null) {
      commands.put(task, List.of(text.strip().split(" +")));
    }
  }
}
