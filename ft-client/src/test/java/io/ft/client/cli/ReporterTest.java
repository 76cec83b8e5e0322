package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a person reads of what a command tells. */
class ReporterTest {

  private final StringWriter err = new StringWriter();

  @Test
  void summaryOfAFileSaysHowItCame() {
    Reporter report = report(ConsoleView.Detail.SUMMARIES);
    report.planned(1, 0);
    Report.Item item = ReportItems.file("disk.img");
    report.started(item);
    report.done(item, ReportItems.result(2048, 1024, 0));

    assertThat(report.finished(ExitCode.OK)).isEqualTo(ExitCode.OK);

    assertThat(lines()).hasSize(1);
    assertThat(lines().get(0))
        .matches("disk\\.img  2\\.0 KiB  verified  .* s  .*/s  resumed at 1\\.0 KiB");
  }

  @Test
  void fileThatWasCompleteIsCalledThat() {
    Reporter report = report(ConsoleView.Detail.SUMMARIES);
    report.planned(1, 0);
    Report.Item item = ReportItems.file("disk.img");
    report.started(item);
    report.done(item, ReportItems.result(2048, 2048, 0));
    report.finished(ExitCode.OK);

    assertThat(lines()).containsExactly("disk.img  2.0 KiB  complete already");
  }

  @Test
  void detailsSayWhereTheTimeWent() {
    Reporter report = report(ConsoleView.Detail.EVERYTHING);
    report.planned(1, 0);
    Report.Item item = ReportItems.file("disk.img");
    report.started(item);
    report.done(item, ReportItems.result(2048, 0, 2));
    report.finished(ExitCode.OK);

    assertThat(lines().get(1))
        .isEqualTo(
            "  from 127.0.0.1:65432; connection 0.001 s, server 0.020 s, network 3.0 s, "
                + "own disk 0.400 s; 2 retries");
  }

  @Test
  void oneOfManyFilesSpeaksForThoseThatFailWithIt() {
    Reporter report = report(ConsoleView.Detail.EVENTS);
    report.planned(100, 0);
    TransferException cause = ReportItems.failure();
    for (int i = 0; i < 100; i++) {
      report.started(ReportItems.file("file-" + i)).retrying(cause, 1, 500);
    }
    report.finished(ExitCode.OK);

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).startsWith("ft: ft://server:1/file-0: ").contains("trying again in");
    assertThat(lines().get(1)).startsWith("ft: other files, too: ").endsWith("; trying again");
  }

  @Test
  void fewFilesSpeakForThemselves() {
    Reporter report = report(ConsoleView.Detail.EVENTS);
    report.planned(3, 0);
    TransferException cause = ReportItems.failure();
    for (int i = 0; i < 3; i++) {
      report.started(ReportItems.file("file-" + i)).retrying(cause, 1, 500);
    }
    report.finished(ExitCode.OK);

    assertThat(lines()).hasSize(3);
  }

  @Test
  void callIsSummedUp() {
    Reporter report = report(ConsoleView.Detail.SUMMARIES);
    report.planned(4, 0);
    Report.Item item = ReportItems.file("disk.img");
    report.started(item);
    report.done(item, ReportItems.result(2048, 1024, 1));
    report.skipped(ReportItems.file("there"), "exists");
    report.failed("ft://server:1/absent", ExitCode.NOT_FOUND, "no such file on the server");
    report.finished(ExitCode.NOT_FOUND);

    assertThat(lines().subList(1, 3))
        .containsExactly(
            "ft: ft://server:1/there: skipped: exists",
            "ft: ft://server:1/absent: no such file on the server");
    assertThat(lines().get(3))
        .matches(
            "1 of 4 files complete  1\\.0 KiB  .* s  .*/s  1\\.0 KiB resumed  1 skipped  "
                + "1 failed  1 retry");
  }

  @Test
  void manyFilesAreNotToldOneByOne() {
    Reporter report = report(ConsoleView.Detail.SUMMARIES);
    report.planned(11, 0);
    for (int i = 0; i < 11; i++) {
      Report.Item item = ReportItems.file("file" + i);
      report.started(item);
      report.done(item, ReportItems.result(10, 0, 0));
    }
    report.finished(ExitCode.OK);

    assertThat(lines()).hasSize(1);
    assertThat(lines().get(0)).startsWith("11 of 11 files complete  110 B  ");
  }

  @Test
  void interruptedCallSaysHowFarItCame() {
    Reporter report = report(ConsoleView.Detail.SUMMARIES);
    report.planned(1, 0);
    TransferListener file = report.started(ReportItems.file("disk.img"));
    file.started(1000);
    file.progressed(100, 0);

    assertThat(report.finished(ExitCode.INTERRUPTED)).isEqualTo(ExitCode.INTERRUPTED);

    assertThat(lines()).hasSize(1);
    assertThat(lines().get(0)).startsWith("0 of 1 file complete  100 B  ");
  }

  @Test
  void withoutSummariesSuccessIsSilent() {
    Reporter report = report(ConsoleView.Detail.EVENTS);
    tellEverything(report);

    assertThat(lines())
        .containsExactly(
            "ft: ft://server:1/disk.img: started anew: it changed\\nsince",
            "ft: ft://server:1/disk.img: no server has such a name: it is not UTF-8, longer than "
                + "1024 bytes, or begins like another dialect; trying again in 1.5 s, 0 B are kept",
            "ft: ft://server:1/disk.img: the block at byte 7 came damaged",
            "ft: by the way",
            "ft: a folder: is one");
  }

  @Test
  void silenceIsBrokenByErrorsAlone() {
    Reporter report = report(ConsoleView.Detail.ERRORS);
    tellEverything(report);

    assertThat(lines()).containsExactly("ft: a folder: is one");
  }

  private static void tellEverything(Report report) {
    report.planned(2, 0);
    Report.Item item = ReportItems.file("disk.img");
    TransferListener file = report.started(item);
    file.startedAnew("it changed\nsince");
    file.retrying(ReportItems.failure(), 1, 1500);
    file.damaged(7, 10);
    report.done(item, ReportItems.result(10, 0, 0));
    report.note("by the way");
    report.skipped(ReportItems.file("there"), "exists");
    report.failed("a folder", ExitCode.USAGE, "is one");
    report.finished(ExitCode.USAGE);
  }

  @Test
  void whatIsSaidAfterTheEndIsNotTold() {
    Reporter report = report(ConsoleView.Detail.EVERYTHING);
    report.finished(ExitCode.OK);
    TransferListener file = report.started(ReportItems.file("disk.img"));
    file.damaged(1, 2);
    report.note("too late");

    assertThat(report.finished(ExitCode.USAGE)).isEqualTo(ExitCode.OK);
    assertThat(lines()).isEmpty();
  }

  @Test
  void viewThatIsStuckHoldsUpNoDownload() {
    CountDownLatch stuck = new CountDownLatch(1);
    Reporter report =
        new Reporter(
            new Tally(),
            false,
            List.of(
                new ReportView() {
                  @Override
                  public void note(String text) {
                    try {
                      stuck.await();
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  }
                }));
    report.note("blocks");
    TransferListener file = report.started(ReportItems.file("disk.img"));
    file.started(1000);
    file.progressed(1000, 1000);
    file.ended(null);

    // It does not wait for ever for somebody to read, either.
    assertThat(report.finished(ExitCode.INTERRUPTED)).isEqualTo(ExitCode.INTERRUPTED);
    stuck.countDown();
  }

  private Reporter report(ConsoleView.Detail detail) {
    Tally tally = new Tally();
    Screen screen = new Screen(new PrintWriter(err));
    return new Reporter(tally, false, List.of(new ConsoleView(screen, tally, detail)));
  }

  private List<String> lines() {
    return err.toString().lines().toList();
  }
}
