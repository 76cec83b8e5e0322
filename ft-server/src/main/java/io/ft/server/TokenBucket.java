package io.ft.server;

import java.util.concurrent.TimeUnit;

/**
 * Shares so many bytes a second among all that ask, in the order in which they ask. Who asks is
 * told how long to wait, and what it asked for is taken from those behind it; so each should ask
 * for a little at a time, and give back what it does not use. Thread-safe.
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

  long bytesPerSecond() {
    return bytesPerSecond;
  }

  /**
   * Another rate from now on, also for what was taken and has not been waited for. Who is told how
   * long to wait waits so long.
   */
  synchronized void change(long nextBytesPerSecond, long nowNanos) {
    long debtNanos = used ? freeFromNanos - nowNanos : 0;
    if (debtNanos > 0) {
      double factor = (double) bytesPerSecond / nextBytesPerSecond;
      freeFromNanos = nowNanos + (long) (debtNanos * factor);
    }
    bytesPerSecond = nextBytesPerSecond;
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
      freeFromNanos += nanosFor(bytes);
      return waitNanos;
    }
  }

  /** Gives back what was taken and is not used. */
  synchronized void giveBack(long bytes) {
    if (used && !isUnlimited()) {
      freeFromNanos -= nanosFor(bytes);
    }
  }

  private long nanosFor(long bytes) {
    return (long) (bytes * (NANOS_PER_SECOND / bytesPerSecond));
  }

  /** Whether all that was taken has been waited for, so that a new one would be no better. */
  synchronized boolean isSettled(long nowNanos) {
    return isUnlimited() || !used || freeFromNanos - nowNanos <= 0;
  }
}
