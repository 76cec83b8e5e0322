package io.ft.conformance.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.Report;
import io.ft.conformance.Result;
import io.ft.conformance.Runner;
import io.ft.conformance.client.ClientCases;
import io.ft.conformance.client.ClientUnderTest;
import io.ft.conformance.server.ServerCases;
import io.ft.conformance.server.ServerUnderTest;
import io.ft.conformance.server.Tree;
import io.ft.conformance.wire.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    List<Result> results;
    try (PythonClient client = new PythonClient(temp)) {
      Trace trace = Trace.brief();
      ClientUnderTest peer = new ClientUnderTest(client, PATIENCE, temp, trace);
      results = new Runner<>(peer, ALL, result -> {}, trace).run(ClientCases.all());
    }

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

  private static List<String> faults(List<Result> results) {
    return results.stream().filter(Result::isFault).map(Report::story).toList();
  }
}
