package io.ft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.wire.Trace;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Case<String> KEPT = Case.of("A-1", "does it", peer -> {});
  private static final Case<String> BROKEN = Case.of("A-2", "does it, too", ReportTest::violate);
  private static final Case<String> WEAK = Case.should("A-3", "should do it", ReportTest::violate);

  private static void violate(String peer) throws Violation {
    throw new Violation(peer + " does not");
  }

  @Test
  void whatPeerShouldDoCountsByItselfAndFailsNothing() throws IOException {
    Report report = report(List.of(KEPT, WEAK));

    assertThat(report.conforms()).isTrue();
    assertThat(report.summary()).isEqualTo("it: 1 passed, 0 failed, 1 weak, 0 skipped");
    assertThat(Report.line(report.results().get(1)))
        .isEqualTo("weak    A-3                      should do it: it does not");
    StringWriter json = new StringWriter();
    report.writeJson(json);
    assertThat(json.toString()).contains("\"weak\" : 1", "\"outcome\" : \"weak\"");
  }

  @Test
  void whatPeerMustDoFailsTheReport() {
    Report report = report(List.of(KEPT, BROKEN));

    assertThat(report.conforms()).isFalse();
    assertThat(report.summary()).isEqualTo("it: 1 passed, 1 failed, 0 weak, 0 skipped");
  }

  @Test
  void reportInWhichNothingPassedSaysNothing() {
    assertThat(report(List.of(WEAK)).conforms()).isFalse();
  }

  private static Report report(List<Case<String>> cases) {
    Trace trace = Trace.brief();
    Runner<String> runner = new Runner<>("it", Pattern.compile(".*"), result -> {}, trace);
    return new Report("it", runner.run(cases));
  }
}
