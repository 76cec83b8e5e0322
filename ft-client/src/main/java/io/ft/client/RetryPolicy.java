package io.ft.client;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a download that failed for a passing reason is tried again, and after which pause. Each
 * attempt goes on where the one before it ended. An attempt that verified at least one block was a
 * success as far as this is concerned: the counting begins anew after it.
 *
 * <p>The pause before the nth attempt in a row is chosen at random from 0 to {@code delayMillis *
 * 2^(n-1)}, and never more than {@code maxDelayMillis} ("exponential backoff with full jitter"), so
 * that clients that failed together do not come back together. A server that asks for a longer
 * pause gets it.
 *
 * <p>Not tried again: a server that could not be reached by the first attempt, unless {@code
 * unreachable} says so, and a source that changed while it was fetched.
 *
 * @param maxRetries how many attempts in a row may be added to a failed one; 0 for none
 * @param delayMillis the longest first pause, in milliseconds
 * @param maxDelayMillis the longest pause, in milliseconds
 * @param maxTimeMillis no attempt begins later than this after the first failure in a row, in
 *     milliseconds
 * @param unreachable whether to try again when not even the first attempt could connect
 */
public record RetryPolicy(
    int maxRetries,
    long delayMillis,
    long maxDelayMillis,
    long maxTimeMillis,
    boolean unreachable) {

  private static final int MAX_DOUBLINGS = 30;

  /** One attempt. */
  public static final RetryPolicy NONE = new RetryPolicy(0, 1, 1, Long.MAX_VALUE, false);

  /** Five more attempts, within 1, 2, 4, 8 and 16 s. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(5, 1_000, 60_000, Long.MAX_VALUE, false);

  public RetryPolicy {
    Checks.inRange("maxRetries", maxRetries, 0, Integer.MAX_VALUE);
    Checks.inRange("delayMillis", delayMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("maxDelayMillis", maxDelayMillis, delayMillis, Integer.MAX_VALUE);
    Checks.inRange("maxTimeMillis", maxTimeMillis, 0, Long.MAX_VALUE);
  }

  /** Whether {@code error} can pass without anybody's doing. */
  boolean covers(TransferError error, boolean reached) {
    return switch (error) {
      case CANNOT_CONNECT, HOST_NOT_RESOLVED -> reached || unreachable;
      case SOURCE_CHANGED, TARGET_BUSY -> false;
      default -> error.retryable();
    };
  }

  /** A pause before the nth attempt in a row, n from 1, in milliseconds. */
  long pauseMillis(int n) {
    // The sum of both exponents stays below 62, so nothing is shifted out.
    long longest = Math.min(maxDelayMillis, delayMillis << Math.min(n - 1, MAX_DOUBLINGS));
    return ThreadLocalRandom.current().nextLong(longest + 1);
  }
}
