package io.ft.server;

import java.util.concurrent.TimeUnit;

/**
 * Shares so many bytes a second among all that ask, in the order in which they ask. Who asks is
 * told how long to wait, and what it asked for is taken from those behind it; so each should ask
 * for a little at a time. Thread-safe.
 */
final class TokenBucket {

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  /**
   * What was not used for so long can still be used. So who gets the processor late now and then
   * has its rate all the same; and one that was silent has no more than this of it at once.
   */
  private static final long MAX_SAVED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  // Guarded by this, but read without it where nothing is limited.
  private volatile long bytesPerSecond;
  private long freeFromNanos;
  private boolean used;

  /** {@link RateLimits#UNLIMITED} for any. */
  TokenBucket(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  boolean isUnlimited() {
    return bytesPerSecond == RateLimits.UNLIMITED;
  }

  /** What was asked for before keeps its time. */
  synchronized void change(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  long bytesPerSecond() {
    return bytesPerSecond;
  }

  /**
   * Takes {@code bytes}.
   *
   * @param nowNanos of a clock that all callers share
   * @return after how many nanoseconds they may be used; 0 for at once
   */
  long take(long bytes, long nowNanos) {
    if (isUnlimited()) {
      return 0;
    }
    synchronized (this) {
      long oldestNanos = nowNanos - MAX_SAVED_NANOS;
      if (!used || freeFromNanos - oldestNanos < 0) {
        freeFromNanos = used ? oldestNanos : nowNanos;
        used = true;
      }
      long waitNanos = Math.max(0, freeFromNanos - nowNanos);
      freeFromNanos += (long) (bytes * (NANOS_PER_SECOND / bytesPerSecond));
      return waitNanos;
    }
  }
}
