package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The counts of a call. */
class TallyTest {

  private static final long SECOND = 1_000_000_000;

  private final Reporter elsewhere = new Reporter(new Tally(), false, List.of());
  private final Tally tally = new Tally();

  @AfterEach
  void tearDown() {
    elsewhere.finished(ExitCode.OK);
  }

  @Test
  void sizeOfAllIsKnownWhenThatOfEachIs() {
    tally.planned(2, 0);
    FileProgress first = opened(ReportItems.file("first"), 100);
    assertThat(tally.total().sizeBytes()).isEqualTo(Report.UNKNOWN_SIZE);

    opened(ReportItems.file("second"), 50);
    assertThat(tally.total()).isEqualTo(new ProgressLines.Total(0, 2, 0, 150, 0));

    first.progressed(100, 100);
    first.ended(null);
    assertThat(tally.total()).isEqualTo(new ProgressLines.Total(1, 2, 100, 150, 0));

    tally.done(first, ReportItems.result(100, 0, 0));
    assertThat(tally.total()).isEqualTo(new ProgressLines.Total(1, 2, 100, 150, 0));
  }

  @Test
  void plannedSizeIsTakenUntilTheServerSaysAnother() {
    tally.planned(2, 100);
    assertThat(tally.total().sizeBytes()).isEqualTo(100);

    opened(ReportItems.file("grown", 60), 70);

    assertThat(tally.total().sizeBytes()).isEqualTo(110);
  }

  @Test
  void whatFailsOrIsSkippedIsNotWaitedFor() {
    tally.planned(3, 100);
    FileProgress file = opened(ReportItems.file("fails", 60), 60);
    file.progressed(20, 20);
    tally.failed(file, "ft://server:1/fails", ExitCode.ENDED_EARLY, "it ended");
    assertThat(tally.total()).isEqualTo(new ProgressLines.Total(1, 3, 20, 60, 0));

    tally.skipped(null, ReportItems.file("skipped", 30), "unchanged");
    assertThat(tally.total()).isEqualTo(new ProgressLines.Total(2, 3, 20, 30, 0));
  }

  @Test
  void fileThatFailsBeforeItsSizeIsKnownLeavesTheOthersKnown() {
    tally.planned(2, 0);
    opened(ReportItems.file("first"), 100);
    FileProgress missing = new FileProgress(ReportItems.file("missing"), elsewhere);
    tally.started(missing);

    tally.failed(missing, "ft://server:1/missing", ExitCode.NOT_FOUND, "no such file");

    assertThat(tally.total().sizeBytes()).isEqualTo(100);
  }

  @Test
  void countsAreThoseOfTheEndedAndOfTheRunning() {
    tally.planned(2, 0);
    FileProgress first = opened(ReportItems.file("first"), 100);
    FileProgress second = opened(ReportItems.file("second"), 100);
    second.resumed(10);
    second.progressed(20, 30);
    tally.done(first, ReportItems.result(100, 40, 3));

    assertThat(tally.receivedBytes()).isEqualTo(60 + 20);
    assertThat(tally.verifiedBytes()).isEqualTo(100 + 30);
    assertThat(tally.resumedBytes()).isEqualTo(40 + 10);
    assertThat(tally.retries()).isEqualTo(3);
    assertThat(tally.open()).containsExactly(second);
  }

  @Test
  void rateFallsWhenNothingComes() {
    tally.planned(1, 0);
    FileProgress file = opened(ReportItems.file("file"), 10_000);
    tally.tick(0);
    file.progressed(1000, 0);
    tally.tick(SECOND);
    assertThat(tally.total().bytesPerSecond()).isEqualTo(1000);
    assertThat(file.bytesPerSecond()).isEqualTo(1000);

    tally.tick(2 * SECOND);
    assertThat(tally.total().bytesPerSecond()).isEqualTo(500);

    for (int second = 3; second <= 10; second++) {
      tally.tick(second * SECOND);
    }
    assertThat(tally.total().bytesPerSecond()).isZero();
    assertThat(file.bytesPerSecond()).isZero();
  }

  @Test
  void filesThatTheServerSendsAreRunning() {
    FileProgress first = opened(ReportItems.file("first"), 1);
    tally.started(new FileProgress(ReportItems.file("asked for"), elsewhere));
    FileProgress third = opened(ReportItems.file("third"), 1);
    opened(ReportItems.file("fourth"), 1);
    first.ended(null);

    assertThat(tally.running(1)).containsExactly(third);
    assertThat(tally.running(8)).hasSize(2);
  }

  private FileProgress opened(Report.Item item, long sizeBytes) {
    FileProgress file = new FileProgress(item, elsewhere);
    tally.started(file);
    file.started(sizeBytes);
    tally.opened(file);
    return file;
  }
}
