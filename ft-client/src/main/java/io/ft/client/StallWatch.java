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
    long limitMillis = config.requestTimeoutMillis();
    if (nowNanos - heardNanos <= TimeUnit.MILLISECONDS.toNanos(limitMillis)) {
      return null;
    }
    return new TransferException(
        TransferError.TIMED_OUT, "no answer to the request for " + limitMillis + " ms");
  }

  /** What to fail with if too little comes; null if it does not. */
  @Nullable TransferException stalled(long nowNanos) {
    if (nowNanos - heardNanos > stallNanos) {
      return new TransferException(
          TransferError.STALLED, "nothing came for " + config.stallTimeoutMillis() + " ms");
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
