package io.ft.client.cli;

import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import org.jspecify.annotations.Nullable;

/**
 * How far one download is. The client's writer thread tells, the report thread looks: what comes
 * with every buffer costs a few field updates, and what is rare is handed on as an event.
 */
final class FileProgress implements TransferListener {

  private final Report.Item item;
  private final Reporter reporter;
  private final long startNanos = System.nanoTime();

  /** Used on the report thread alone. */
  private final RateMeter rate = new RateMeter();

  /** Used on the writer thread alone: the server has answered, and nobody has been told. */
  private boolean opening;

  // Written on the writer thread alone.
  private volatile long sizeBytes = Report.UNKNOWN_SIZE;
  private volatile long resumedBytes;
  private volatile long receivedBytes;
  private volatile long verifiedBytes;

  /** What was here beyond what was received, or, below zero, received and of no use. */
  private volatile long otherBytes;

  private volatile int retries;
  private volatile long endNanos;
  private volatile boolean ended;
  private volatile @Nullable TransferException failure;

  FileProgress(Report.Item item, Reporter reporter) {
    this.item = item;
    this.reporter = reporter;
  }

  @Override
  public void started(long sizeBytes) {
    this.sizeBytes = sizeBytes;
    opening = true;
  }

  @Override
  public void resumed(long resumedBytes) {
    this.resumedBytes = resumedBytes;
    otherBytes = resumedBytes - receivedBytes;
    tellOpened();
  }

  @Override
  public void startedAnew(String reason) {
    resumedBytes = 0;
    otherBytes = -receivedBytes;
    tellOpened();
    reporter.tell(view -> view.startedAnew(this, reason));
  }

  @Override
  public void progressed(long receivedBytes, long verifiedBytes) {
    this.receivedBytes = receivedBytes;
    this.verifiedBytes = verifiedBytes;
    tellOpened();
  }

  @Override
  public void damaged(long offset, int lengthBytes) {
    long before = otherBytes;
    otherBytes = before - lengthBytes;
    tellOpened();
    reporter.tell(view -> view.damaged(this, offset, lengthBytes));
  }

  @Override
  public void retrying(TransferException cause, int attempt, long pauseMillis) {
    // What was on its way to a checksum comes again.
    otherBytes = verifiedBytes - receivedBytes;
    int before = retries;
    retries = before + 1;
    tellOpened();
    reporter.tell(view -> view.retrying(this, cause, attempt, pauseMillis));
  }

  @Override
  public void ended(@Nullable TransferException failure) {
    this.failure = failure;
    endNanos = System.nanoTime();
    tellOpened();
    ended = true;
  }

  /** Not at once, but with the first word after it: what was resumed is known by then. */
  private void tellOpened() {
    if (opening) {
      opening = false;
      reporter.tell(view -> view.opened(this));
    }
  }

  /** Notes the rate; on the report thread. */
  void sample(long nowNanos) {
    rate.sample(nowNanos, receivedBytes);
  }

  /** Over the last seconds; on the report thread. */
  double bytesPerSecond() {
    return rate.bytesPerSecond();
  }

  Report.Item item() {
    return item;
  }

  /** Whether the server is sending it. */
  boolean isRunning() {
    return sizeBytes != Report.UNKNOWN_SIZE && !ended;
  }

  boolean hasEnded() {
    return ended;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  long resumedBytes() {
    return resumedBytes;
  }

  long receivedBytes() {
    return receivedBytes;
  }

  long verifiedBytes() {
    return verifiedBytes;
  }

  /**
   * How much of the file is here, whether it is verified or not yet; what came twice counts once.
   */
  long hereBytes() {
    long here = Math.max(verifiedBytes, otherBytes + receivedBytes);
    return Math.max(0, Math.min(sizeBytes, here));
  }

  int retries() {
    return retries;
  }

  /** Why it did not succeed; null if it did, or has not ended. */
  @Nullable TransferException failure() {
    return failure;
  }

  /** From when it was asked for to its end, or to now. */
  long elapsedNanos(long nowNanos) {
    return Math.max(1, (ended ? endNanos : nowNanos) - startNanos);
  }
}
