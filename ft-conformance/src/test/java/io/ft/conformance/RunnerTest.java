package io.ft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.wire.Trace;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunnerTest {

  @Test
  void whatThisMachineWasTooBusyForIsTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();

    Result result = run(Case.of("A-1", "does it", peer -> busyFor(attempts, 2)));

    assertThat(result.outcome()).isEqualTo(Result.Outcome.PASSED);
    assertThat(attempts).hasValue(3);
  }

  @Test
  void whatThisMachineIsAlwaysTooBusyForIsSkipped() {
    AtomicInteger attempts = new AtomicInteger();

    Result result = run(Case.of("A-1", "does it", peer -> busyFor(attempts, Integer.MAX_VALUE)));

    assertThat(result.outcome()).isEqualTo(Result.Outcome.SKIPPED);
    assertThat(result.detail()).isEqualTo("busy");
    assertThat(attempts).hasValue(Runner.MAX_ATTEMPTS);
  }

  private static void busyFor(AtomicInteger attempts, int times) throws TooBusy {
    if (attempts.incrementAndGet() <= times) {
      throw new TooBusy("busy");
    }
  }

  private static Result run(Case<String> trial) {
    Trace trace = Trace.brief();
    Runner<String> runner = new Runner<>("it", Pattern.compile(".*"), result -> {}, trace);
    return runner.run(List.of(trial)).get(0);
  }
}
