package io.ft.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.Case;
import io.ft.conformance.Report;
import io.ft.conformance.Result;
import io.ft.conformance.Runner;
import io.ft.conformance.wire.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that breaks one rule is found, and by no case that is about something else. */
class WrongClientTest {

  @TempDir Path temp = Path.of("");

  @Test
  void clientWithoutDefectKeepsAllRules() {
    Set<Task> tasks = EnumSet.complementOf(EnumSet.of(Task.RESUME));
    List<Result> results = run(tasks, null, Duration.ofSeconds(20), casesOfConversations());

    assertThat(results)
        .filteredOn(result -> result.outcome() == Result.Outcome.FAILED)
        .extracting(Report::story)
        .isEmpty();
    assertThat(results)
        .filteredOn(result -> result.outcome() == Result.Outcome.WEAK)
        .extracting(Result::name)
        .containsExactly("says nothing more to a server that is not framed");
    assertThat(results)
        .filteredOn(result -> result.outcome() == Result.Outcome.SKIPPED)
        .extracting(Result::detail)
        .containsOnly("there is no --resume-command");
  }

  /** The small client does not look at every field of a frame, as the golden vectors ask it to. */
  private static List<Case<ClientUnderTest>> casesOfConversations() {
    List<Case<ClientUnderTest>> cases = new ArrayList<>(ClientCases.framed());
    cases.addAll(ClassicClientCases.cases());
    cases.addAll(ClientConversationCases.cases());
    return cases;
  }

  /** Together, since each of them mostly waits. */
  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource
  void defectIsFound(Defect defect) {
    Set<Task> tasks = defect.isClassic() ? Set.of(Task.CLASSIC) : SloppyClient.FRAMED;
    List<Case<ClientUnderTest>> cases = new ArrayList<>();
    if (defect.isClassic()) {
      cases.addAll(ClassicClientCases.cases());
    } else {
      cases.addAll(ClientCases.framed());
      cases.addAll(ClientConversationCases.cases());
    }
    List<Result> results = run(tasks, defect, Duration.ofSeconds(2), cases);

    assertThat(results)
        .filteredOn(result -> result.outcome() == Result.Outcome.FAILED)
        .allSatisfy(result -> assertThat(result.conversation()).isNotEmpty())
        .extracting(result -> String.join(" ", result.rules()))
        .containsOnly(defect.found().toArray(String[]::new));
  }

  private List<Result> run(
      Set<Task> tasks,
      @Nullable Defect defect,
      Duration patience,
      List<Case<ClientUnderTest>> cases) {
    Trace trace = Trace.brief();
    ClientUnderTest client =
        new ClientUnderTest(
            new InProcessClient(tasks, new SloppyClient(defect)), patience, temp, trace);
    return new Runner<>(client, Pattern.compile(".*"), result -> {}, trace).run(cases);
  }
}
