package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of a file is here, as its listener hears of it. */
class FileProgressTest {

  private final Reporter reporter = new Reporter(new Tally(), false, List.of());
  private final FileProgress file = new FileProgress(ReportItems.file("file"), reporter);

  @AfterEach
  void tearDown() {
    reporter.finished(ExitCode.OK);
  }

  @Test
  void whatIsReceivedIsHere() {
    file.started(1000);
    assertThat(file.hereBytes()).isZero();

    file.progressed(300, 0);
    assertThat(file.hereBytes()).isEqualTo(300);
    file.progressed(300, 300);
    assertThat(file.hereBytes()).isEqualTo(300);
  }

  @Test
  void whatWasHereBeforeCounts() {
    file.started(1000);
    file.resumed(600);
    file.progressed(0, 600);
    assertThat(file.hereBytes()).isEqualTo(600);

    file.progressed(100, 600);
    assertThat(file.hereBytes()).isEqualTo(700);
  }

  @Test
  void whatComesTwiceCountsOnce() {
    file.started(1000);
    file.progressed(500, 400);
    file.retrying(ReportItems.failure(), 1, 0);
    assertThat(file.hereBytes()).isEqualTo(400);

    file.progressed(600, 400);
    assertThat(file.hereBytes()).isEqualTo(500);
  }

  @Test
  void damagedBlockIsNotHere() {
    file.started(1000);
    file.progressed(500, 400);
    file.damaged(400, 100);
    assertThat(file.hereBytes()).isEqualTo(400);

    file.progressed(1100, 1000);
    assertThat(file.hereBytes()).isEqualTo(1000);
  }

  @Test
  void startingAnewBeginsAtNothing() {
    file.started(1000);
    file.progressed(500, 400);
    file.startedAnew("it changed");
    file.progressed(500, 0);
    assertThat(file.hereBytes()).isZero();

    file.progressed(600, 0);
    assertThat(file.hereBytes()).isEqualTo(100);
  }

  @Test
  void itRunsFromTheAnswerToTheEnd() {
    assertThat(file.isRunning()).isFalse();
    file.started(0);
    assertThat(file.isRunning()).isTrue();
    file.ended(null);
    assertThat(file.isRunning()).isFalse();
    assertThat(file.hasEnded()).isTrue();
  }
}
