package io.ft.client;

import java.util.concurrent.TimeUnit;

/**
 * A bound on how much is read in a second, over all connections that share it. After a pause a
 * tenth of a second's worth may come at once. Used on one event loop alone.
 */
final class RateLimit {

  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final double nanosPerByte;
  private boolean begun;
  private long paidNanos;

  /**
   * A limit.
   *
   * @param maxBytesPerSecond {@link Long#MAX_VALUE} for none
   */
  RateLimit(long maxBytesPerSecond) {
    this.nanosPerByte =
        maxBytesPerSecond == Long.MAX_VALUE
            ? 0
            : (double) TimeUnit.SECONDS.toNanos(1) / maxBytesPerSecond;
  }

  /** So many bytes were read. */
  void count(int bytes, long nowNanos) {
    if (nanosPerByte > 0) {
      long earliest = nowNanos - BURST_NANOS;
      paidNanos = begun && paidNanos - earliest > 0 ? paidNanos : earliest;
      begun = true;
      paidNanos += (long) (bytes * nanosPerByte);
    }
  }

  /** How long nothing may be read from now on, in nanoseconds; 0 if more may be. */
  long pauseNanos(long nowNanos) {
    return begun ? Math.max(0, paidNanos - nowNanos) : 0;
  }
}
