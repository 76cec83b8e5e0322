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

  /** That a server is being stopped is no failure. One that is stopped time and again is one. */
  private static final int MAX_GOINGS_AWAY = 16;

  private final RetryPolicy policy;
  private final ServerHistory history;

  private boolean reached;
  private int inARow;
  private int goingsAway;
  private int total;
  private long firstFailureNanos;
  private long knownGains;

  /**
   * No attempt has failed yet.
   *
   * @param history of the server that is asked, with whatever else is asked there
   */
  Retries(RetryPolicy policy, ServerHistory history) {
    this.policy = policy;
    this.history = history;
    this.knownGains = history.gains();
  }

  /**
   * An attempt failed.
   *
   * @param progressed whether it verified at least one block
   * @return after how many milliseconds to try again; empty for never
   */
  OptionalLong afterFailure(TransferException cause, boolean progressed, long nowNanos) {
    if (progressed || hasServedOthersSince(cause)) {
      inARow = 0;
      goingsAway = 0;
    }
    knownGains = history.gains();
    if (inARow + goingsAway == 0) {
      firstFailureNanos = nowNanos;
    }
    reached |= history.wasReached() || !isUnreachable(cause.error());
    boolean free = cause.isGoingAway() && goingsAway < MAX_GOINGS_AWAY && policy.maxRetries() > 0;
    if ((inARow >= policy.maxRetries() && !free)
        || !policy.covers(cause, reached)
        || cause.retryAfterMillis() > MAX_SERVER_PAUSE_MILLIS) {
      return OptionalLong.empty();
    }
    int n = free ? 1 : inARow + 1;
    long pauseMillis = Math.max(policy.pauseMillis(n, cause.chance()), cause.retryAfterMillis());
    long sinceMillis = TimeUnit.NANOSECONDS.toMillis(nowNanos - firstFailureNanos);
    if (sinceMillis + pauseMillis > policy.maxTimeMillis()) {
      return OptionalLong.empty();
    }
    if (free) {
      goingsAway++;
    } else {
      inARow++;
    }
    total++;
    return OptionalLong.of(pauseMillis);
  }

  /**
   * Whether the connection is what failed, and not what was asked for, while the server has been of
   * use to somebody since the last failure. A request that waits behind others for its turn would
   * otherwise pay for each time that the server is started anew.
   */
  private boolean hasServedOthersSince(TransferException cause) {
    boolean isOfConnection =
        cause.error() == TransferError.ENDED_EARLY || isUnreachable(cause.error());
    return isOfConnection && history.gains() > knownGains;
  }

  private static boolean isUnreachable(TransferError error) {
    return error == TransferError.CANNOT_CONNECT || error == TransferError.HOST_NOT_RESOLVED;
  }

  /** How many attempts have failed in a row. */
  int inARow() {
    return inARow + goingsAway;
  }

  /** How many attempts have failed and were followed by another. */
  int total() {
    return total;
  }
}
