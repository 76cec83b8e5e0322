package io.ft.client;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server still gets on with an exchange: it has to answer in time, to send something
 * again and again, and to send enough over each period.
 *
 * <p>Used on the event loop alone.
 */
final class StallWatch {

  private final ClientConfig config;
  private final long stallNanos;

  private long heardNanos;
  private long periodStartNanos;
  private long periodBytes;

  StallWatch(ClientConfig config) {
    this.config = config;
    this.stallNanos = TimeUnit.MILLISECONDS.toNanos(config.stallTimeoutMillis());
  }

  /** From now on the server is what is waited for. */
  void restart(long nowNanos) {
    heardNanos = nowNanos;
    periodStartNanos = nowNanos;
    periodBytes = 0;
  }

  /** The server said something. */
  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  /** Some of the file came. */
  void received(int bytes) {
    periodBytes += bytes;
  }

  /** What to fail with if the answer is late; null if it is not. */
  @Nullable TransferException noAnswer(long nowNanos) {
    return nowNanos - heardNanos <= requestNanos()
        ? null
        : new TransferException(
            TransferError.TIMED_OUT,
            "no answer to the request for " + config.requestTimeoutMillis() + " ms");
  }

  /**
   * What to fail with if the server, which may take its time, is not even alive; null if it is.
   *
   * @param unansweredNanos how long it has owed a sign of life
   */
  @Nullable TransferException noSign(long unansweredNanos) {
    return unansweredNanos <= requestNanos()
        ? null
        : new TransferException(
            TransferError.TIMED_OUT,
            "no sign of life from the server for " + config.requestTimeoutMillis() + " ms");
  }

  private long requestNanos() {
    return TimeUnit.MILLISECONDS.toNanos(config.requestTimeoutMillis());
  }

  /** What to fail with if nothing comes any more; null if something does. */
  @Nullable TransferException silent(long nowNanos) {
    if (nowNanos - heardNanos <= stallNanos) {
      return null;
    }
    return new TransferException(
        TransferError.STALLED, "nothing came for " + config.stallTimeoutMillis() + " ms");
  }

  /** What to fail with if too little of a file comes; null if it does not. */
  @Nullable TransferException stalled(long nowNanos) {
    TransferException silent = silent(nowNanos);
    if (silent != null) {
      return silent;
    }
    long periodNanos = nowNanos - periodStartNanos;
    if (periodNanos < stallNanos) {
      return null;
    }
    double bytesPerSecond = periodBytes / (periodNanos / 1e9);
    periodStartNanos = nowNanos;
    periodBytes = 0;
    if (bytesPerSecond >= config.minBytesPerSecond()) {
      return null;
    }
    return new TransferException(
        TransferError.STALLED,
        "%.0f bytes/s over %d ms (expected: at least %d)"
            .formatted(bytesPerSecond, config.stallTimeoutMillis(), config.minBytesPerSecond()));
  }
}
