package io.ft.client;

/**
 * How often a download that failed for a passing reason is tried again, and after which pause. Each
 * attempt goes on where the one before it ended. An attempt that verified at least one block was a
 * success as far as this is concerned: the counting begins anew after it. So it does after a broken
 * connection, if the server gave something to another download of the same client since the last
 * failure. An attempt that ended because the server is being stopped, and says so, is not counted,
 * up to 16 of them in a row.
 *
 * <p>The pause before the first further attempt is chosen at random from 0 to {@code delayMillis},
 * that before the nth in a row from half of {@code delayMillis * 2^(n-1)} to all of it, and never
 * more than {@code maxDelayMillis} ("exponential backoff with jitter"): clients that failed
 * together do not come back together, and a server that is being started anew is waited for. What
 * failed together in one client does come back together, on one connection. A server that asks for
 * a longer pause gets it.
 *
 * <p>Not tried again: a server to which this client never had a connection, unless {@code
 * unreachable} says so, and a source that changed while it was fetched.
 *
 * @param maxRetries how many attempts in a row may be added to a failed one; 0 for none
 * @param delayMillis the longest first pause, in milliseconds
 * @param maxDelayMillis the longest pause, in milliseconds
 * @param maxTimeMillis no attempt begins later than this after the first failure in a row, in
 *     milliseconds
 * @param unreachable whether to try again when there never was a connection to the server
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

  /** Five more attempts, after up to 1, 2, 4, 8 and 16 s, and after at least 15 s in all. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(5, 1_000, 60_000, Long.MAX_VALUE, false);

  public RetryPolicy {
    Checks.inRange("maxRetries", maxRetries, 0, Integer.MAX_VALUE);
    Checks.inRange("delayMillis", delayMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("maxDelayMillis", maxDelayMillis, delayMillis, Integer.MAX_VALUE);
    Checks.inRange("maxTimeMillis", maxTimeMillis, 0, Long.MAX_VALUE);
  }

  /** Whether a failure can pass without anybody's doing. */
  boolean covers(TransferException failure, boolean reached) {
    return switch (failure.error()) {
      case CANNOT_CONNECT, HOST_NOT_RESOLVED -> reached || unreachable;
      case SOURCE_CHANGED, TARGET_BUSY -> false;
      default -> failure.retryable();
    };
  }

  /**
   * A pause before the nth attempt in a row, n from 1, in milliseconds.
   *
   * @param chance where in its range it lies, from 0 to 1
   */
  long pauseMillis(int n, double chance) {
    // The sum of both exponents stays below 62, so nothing is shifted out.
    long longest = Math.min(maxDelayMillis, delayMillis << Math.min(n - 1, MAX_DOUBLINGS));
    long shortest = n == 1 ? 0 : longest / 2;
    return shortest + Math.round(chance * (longest - shortest));
  }
}
