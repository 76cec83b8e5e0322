package io.ft.client.cli;

import java.util.concurrent.TimeUnit;

/** Writes a line from time to time that says how far it all is. */
final class ProgressLog implements ReportView {

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Screen screen;
  private final Tally tally;

  private long writtenNanos;

  /** Writes the first line some time after {@code nowNanos}. */
  ProgressLog(Screen screen, Tally tally, long nowNanos) {
    this.screen = screen;
    this.tally = tally;
    this.writtenNanos = nowNanos;
  }

  @Override
  public void tick(long nowNanos) {
    if (nowNanos - writtenNanos >= INTERVAL_NANOS) {
      writtenNanos = nowNanos;
      screen.println(ProgressLines.of(tally.total()));
    }
  }
}
