package io.ft.client;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Counts the attempts of one download and decides on the next.
 *
 * <p>Used on the writer thread alone.
 */
final class Retries {

  /** A server that asks to wait for longer is not waited for. */
  private static final long MAX_SERVER_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final RetryPolicy policy;

  private boolean reached;
  private int inARow;
  private int total;
  private long firstFailureNanos;

  Retries(RetryPolicy policy) {
    this.policy = policy;
  }

  /**
   * An attempt failed.
   *
   * @param progressed whether it verified at least one block
   * @return after how many milliseconds to try again; empty for never
   */
  OptionalLong afterFailure(TransferException cause, boolean progressed, long nowNanos) {
    if (progressed) {
      inARow = 0;
    }
    if (inARow == 0) {
      firstFailureNanos = nowNanos;
    }
    reached |=
        cause.error() != TransferError.CANNOT_CONNECT
            && cause.error() != TransferError.HOST_NOT_RESOLVED;
    if (inARow >= policy.maxRetries()
        || !policy.covers(cause.error(), reached)
        || cause.retryAfterMillis() > MAX_SERVER_PAUSE_MILLIS) {
      return OptionalLong.empty();
    }
    long pauseMillis = Math.max(policy.pauseMillis(inARow + 1), cause.retryAfterMillis());
    long sinceMillis = TimeUnit.NANOSECONDS.toMillis(nowNanos - firstFailureNanos);
    if (sinceMillis + pauseMillis > policy.maxTimeMillis()) {
      return OptionalLong.empty();
    }
    inARow++;
    total++;
    return OptionalLong.of(pauseMillis);
  }

  /** How many attempts have failed in a row. */
  int inARow() {
    return inARow;
  }

  /** How many attempts have failed and were followed by another. */
  int total() {
    return total;
  }
}
