package io.ft.client.cli;

import io.ft.client.DownloadResult;
import io.ft.client.TransferException;
import io.ft.codec.Printable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells a person, on standard error, what happened. */
final class ConsoleView implements ReportView {

  /** How much is said, from the least to the most. */
  enum Detail {
    /** What failed. */
    ERRORS,
    /** What went on besides success, too. */
    EVENTS,
    /** Success, too: of each file if they are few, and of all. */
    SUMMARIES,
    /** Of each file where its time went. */
    EVERYTHING
  }

  /** With more files than these, their summaries would be a flood. */
  private static final int FEW_FILES = 10;

  /** What comes no later than this after the same is about the same. */
  private static final long SAME_PROBLEM_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Screen screen;
  private final Tally tally;
  private final Detail detail;

  private @Nullable String lastProblem;
  private long lastProblemNanos;
  private boolean othersAreSaid;

  ConsoleView(Screen screen, Tally tally, Detail detail) {
    this.screen = screen;
    this.tally = tally;
    this.detail = detail;
  }

  @Override
  public void startedAnew(FileProgress file, String reason) {
    event(file, "started anew: " + reason);
  }

  @Override
  public void damaged(FileProgress file, long offset, int lengthBytes) {
    event(file, "the block at byte " + offset + " came damaged");
  }

  @Override
  public void retrying(FileProgress file, TransferException cause, int attempt, long pauseMillis) {
    if (isSaidAlready(String.valueOf(cause.getMessage()))) {
      return;
    }
    event(
        file,
        "%s; trying again in %.1f s, %s are kept"
            .formatted(cause.getMessage(), pauseMillis / 1e3, Units.bytes(cause.verifiedBytes())));
  }

  /** Of many files that a connection had under way, the first speaks for those that follow. */
  private boolean isSaidAlready(String problem) {
    long nowNanos = System.nanoTime();
    boolean again =
        tally.plannedFiles() > FEW_FILES
            && problem.equals(lastProblem)
            && nowNanos - lastProblemNanos < SAME_PROBLEM_NANOS;
    if (again && !othersAreSaid) {
      note("other files, too: " + problem + "; trying again");
    }
    othersAreSaid = again;
    lastProblem = problem;
    lastProblemNanos = nowNanos;
    return again;
  }

  private void event(FileProgress file, String text) {
    note(file.item().url() + ": " + text);
  }

  @Override
  public void note(String text) {
    if (tells(Detail.EVENTS)) {
      say(text);
    }
  }

  @Override
  public void skipped(@Nullable FileProgress file, Report.Item item, String reason) {
    if (tellsOfEachFile()) {
      say(item.url() + ": skipped: " + reason);
    }
  }

  @Override
  public void failed(@Nullable FileProgress file, String what, ExitCode code, String message) {
    say(what + ": " + message);
  }

  @Override
  public void done(FileProgress file, DownloadResult result) {
    if (tellsOfEachFile()) {
      String name = file.item().name();
      screen.println(Summaries.ofFile(name, result, file.elapsedNanos(System.nanoTime())));
    }
    if (tells(Detail.EVERYTHING)) {
      screen.println(Summaries.details(result));
    }
  }

  @Override
  public ExitCode finished(ExitCode code, long nowNanos) {
    boolean toldByFile = tally.plannedFiles() <= 1 && code != ExitCode.INTERRUPTED;
    if (tells(Detail.SUMMARIES) && !toldByFile) {
      screen.println(Summaries.ofCall(tally, tally.elapsedNanos(nowNanos)));
    }
    return code;
  }

  /** Says something whatever was asked for. */
  void say(String text) {
    screen.println("ft: " + Printable.escape(text));
  }

  private boolean tells(Detail what) {
    return detail.compareTo(what) >= 0;
  }

  private boolean tellsOfEachFile() {
    return tells(tally.plannedFiles() <= FEW_FILES ? Detail.SUMMARIES : Detail.EVERYTHING);
  }
}
