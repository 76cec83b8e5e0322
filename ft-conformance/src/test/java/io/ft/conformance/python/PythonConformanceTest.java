package io.ft.conformance.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.Case;
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
      assertThat(lines(results, Result.Outcome.FAILED)).isEmpty();
    }
  }

  /**
   * Not the whole kit: this client tries again after what may pass, so all of it takes minutes.
   * What a broken rule of one frame ends is tried here; docs/conformance.md says what came of the
   * rest.
   */
  @Test
  @Timeout(300)
  void clientRefusesWhatIsMalformed(@TempDir Path temp) throws Exception {
    List<String> fetch =
        Python.command("ft_get.py", "127.0.0.1", "{port}", "{path}", "-O", "{folder}");
    ClientUnderTest peer =
        new ClientUnderTest(new ProcessClient(Map.of(Task.FETCH, fetch), temp), PATIENCE, temp);
    Pattern vectors = Pattern.compile("refuses (EXISTS|BLOCK|HELLO|END|GO_AWAY|BUSY) .*");
    List<Case<ClientUnderTest>> cases =
        ClientCases.all().stream()
            .filter(trial -> vectors.matcher(trial.name()).matches())
            .filter(trial -> !trial.name().contains("check"))
            .toList();
    List<Result> results = new Runner<>(peer, ALL, result -> {}).run(cases);

    assertThat(results).hasSizeGreaterThan(40);
    assertThat(lines(results, Result.Outcome.FAILED)).isEmpty();
    assertThat(lines(results, Result.Outcome.SKIPPED)).isEmpty();
  }

  private static List<String> lines(List<Result> results, Result.Outcome outcome) {
    return results.stream()
        .filter(result -> result.outcome() == outcome)
        .map(result -> Report.line(result) + "\n" + Report.conversation(result))
        .toList();
  }
}
