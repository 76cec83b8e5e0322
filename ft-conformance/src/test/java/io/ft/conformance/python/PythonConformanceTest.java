package io.ft.conformance.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.Report;
import io.ft.conformance.Result;
import io.ft.conformance.Runner;
import io.ft.conformance.client.ClientCases;
import io.ft.conformance.client.ClientUnderTest;
import io.ft.conformance.client.ProcessClient;
import io.ft.conformance.client.Task;
import io.ft.conformance.server.ServerCases;
import io.ft.conformance.server.ServerUnderTest;
import io.ft.conformance.server.Tree;
import io.ft.conformance.wire.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pair in Python keeps the rules that the kit knows. */
class PythonConformanceTest {

  private static final Pattern ALL = Pattern.compile(".*");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void serverKeepsTheRules(@TempDir Path temp) throws Exception {
    Path tree = Files.createDirectory(temp.resolve("tree"));
    Tree.create(tree);
    try (PythonServer server = PythonServer.start(tree)) {
      Trace trace = Trace.brief();
      ServerUnderTest peer =
          new ServerUnderTest(
              server.address(), PATIENCE, tree, null, null, null, null, server::stop, trace);
      List<Result> results = new Runner<>(peer, ALL, result -> {}, trace).run(ServerCases.all());

      assertThat(results).hasSizeGreaterThan(200);
      assertThat(faults(results)).isEmpty();
    }
  }

  @Test
  @Timeout(300)
  void clientKeepsTheRules(@TempDir Path temp) throws Exception {
    Trace trace = Trace.brief();
    ClientUnderTest peer =
        new ClientUnderTest(new ProcessClient(commands(), temp), PATIENCE, temp, trace);
    List<Result> results = new Runner<>(peer, ALL, result -> {}, trace).run(ClientCases.all());

    assertThat(faults(results)).isEmpty();
    assertThat(results)
        .filteredOn(result -> result.outcome() == Result.Outcome.SKIPPED)
        .extracting(Result::detail)
        .containsOnly(
            "there is no --classic-command",
            "there is no --resume-command",
            "there is no --token-command",
            "there is no --tree-command",
            "it does not ask for a damaged block again, for which it would name a version",
            "its ADVANCE holds for more than 64 MiB");
  }

  /** It is never to try again: most of the cases are a server that fails. */
  private static Map<Task, List<String>> commands() {
    Map<Task, List<String>> commands = new EnumMap<>(Task.class);
    commands.put(Task.FETCH, client("{path}", "-O", "{folder}"));
    commands.put(Task.MANY, client("{path}", "-O", "{folder}"));
    commands.put(Task.LIST, client("--list", "{path}"));
    return commands;
  }

  private static List<String> client(String... arguments) {
    List<String> words = Python.command("ft_get.py", "127.0.0.1", "{port}", "--attempts", "1");
    words.addAll(List.of(arguments));
    return words;
  }

  private static List<String> faults(List<Result> results) {
    return results.stream().filter(Result::isFault).map(Report::story).toList();
  }
}
