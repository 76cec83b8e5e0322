package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When progress is drawn, and how much of it, on a clock and a terminal of the test's own. */
class ProgressBarTest {

  private static final long MILLI = 1_000_000;

  private final Reporter elsewhere = new Reporter(new Tally(), false, List.of());
  private final StringWriter sent = new StringWriter();
  private final Screen screen = new Screen(new PrintWriter(sent));
  private final Tally tally = new Tally();

  private Terminal.Size size = new Terminal.Size(24, 80);
  private final ProgressBar bar = new ProgressBar(screen, tally, () -> size);

  @AfterEach
  void tearDown() {
    elsewhere.finished(ExitCode.OK);
  }

  @Test
  void nothingIsDrawnBeforeAnythingIsPlanned() {
    bar.tick(0);

    assertThat(sent.toString()).isEmpty();
  }

  @Test
  void itIsDrawnAtMostTenTimesASecond() {
    tally.planned(1, 0);
    int draws = 0;
    for (long milli = 0; milli < 1000; milli += 7) {
      int before = sent.toString().length();
      bar.tick(milli * MILLI);
      draws += sent.toString().length() > before ? 1 : 0;
    }

    assertThat(draws).isBetween(5, 10);
  }

  @Test
  void itIsDrawnAlsoWhenNothingComes() {
    tally.planned(1, 0);
    bar.tick(0);
    sent.getBuffer().setLength(0);

    bar.tick(100 * MILLI);

    assertThat(sent.toString()).isNotEmpty();
  }

  @Test
  void thereAreNoMoreLinesThanFit() {
    tally.planned(100, 0);
    for (int i = 0; i < 100; i++) {
      running("file" + i);
    }

    bar.tick(0);
    assertThat(lines()).hasSize(9).last().asString().startsWith("0 of 100 files");

    size = new Terminal.Size(4, 80);
    bar.tick(100 * MILLI);
    assertThat(lines()).hasSize(3);

    size = new Terminal.Size(1, 80);
    bar.tick(200 * MILLI);
    assertThat(lines()).hasSize(1).last().asString().startsWith("0 of 100 files");
  }

  @Test
  void widthIsThatOfTheTerminalNow() {
    tally.planned(2, 0);
    running("a file");
    bar.tick(0);
    lines();

    size = new Terminal.Size(24, 20);
    bar.tick(100 * MILLI);

    assertThat(lines()).containsExactly("a file           0%", "0 of 2 files");
  }

  @Test
  void nameCannotMoveTheCursor() {
    tally.planned(1, 0);
    running("up\u001b[A\nand\r\u202eaway");

    bar.tick(0);

    assertThat(lines()).hasSize(1).first().asString().startsWith("up\\u{1B}[A\\n");
  }

  @Test
  void itIsTakenAwayAtTheEnd() {
    tally.planned(1, 0);
    bar.tick(0);
    sent.getBuffer().setLength(0);

    assertThat(bar.finished(ExitCode.OK, 0)).isEqualTo(ExitCode.OK);

    assertThat(sent.toString()).isEqualTo("\r\u001b[1A\u001b[J");
  }

  private void running(String name) {
    FileProgress file = new FileProgress(ReportItems.file(name), elsewhere);
    tally.started(file);
    file.started(1000);
    tally.opened(file);
  }

  /** What was drawn last. */
  private List<String> lines() {
    String text = sent.toString();
    sent.getBuffer().setLength(0);
    return text.replaceAll("^\r(\u001b\\[[0-9]*A)?|\u001b\\[(\\?7)?[JKhl]", "").lines().toList();
  }
}
