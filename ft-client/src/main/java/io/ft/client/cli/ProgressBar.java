package io.ft.client.cli;

import io.ft.codec.Printable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Draws how far it all is, at most ten times a second. */
final class ProgressBar implements ReportView {

  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MAX_FILES = 8;

  private final Screen screen;
  private final Tally tally;
  private final Supplier<Terminal.Size> terminal;

  private boolean drawn;
  private long drawnNanos;

  ProgressBar(Screen screen, Tally tally, Supplier<Terminal.Size> terminal) {
    this.screen = screen;
    this.tally = tally;
    this.terminal = terminal;
  }

  @Override
  public void tick(long nowNanos) {
    if (tally.plannedFiles() == 0 || (drawn && nowNanos - drawnNanos < REDRAW_NANOS)) {
      return;
    }
    drawn = true;
    drawnNanos = nowNanos;
    Terminal.Size size = terminal.get();
    // The line of the total and the cursor's take a row each.
    int maxFiles = Math.min(MAX_FILES, Math.max(0, size.rows() - 2));
    List<ProgressLines.File> files =
        tally.running(maxFiles).stream().map(ProgressBar::line).toList();
    screen.draw(ProgressLines.of(files, tally.total(), size.columns()), size.columns());
  }

  private static ProgressLines.File line(FileProgress file) {
    return new ProgressLines.File(
        Printable.escape(file.item().name()),
        file.hereBytes(),
        file.sizeBytes(),
        file.bytesPerSecond());
  }

  @Override
  public ExitCode finished(ExitCode code, long nowNanos) {
    screen.clear();
    return code;
  }
}
