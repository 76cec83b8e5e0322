package io.ft.client;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Measures where the time of a download goes. Each moment is one of {@link System#nanoTime}; the
 * time since the last one is counted where it belongs, and the time between an attempt that failed
 * and the next one nowhere.
 *
 * <p>The event loop tells it of the attempts, one after the other. {@link #wrote} and the reading,
 * when the last attempt has ended, are for the writer thread.
 */
final class TransferClock {

  private long connectingNanos;
  private long waitingNanos;
  private long receivingNanos;
  private long writingNanos;
  private long sinceNanos;
  private long heldNanos;
  private boolean receiving;
  private @Nullable InetSocketAddress remoteAddress;

  /** The request of an attempt goes out, which was made at {@code madeNanos}. */
  void requested(long madeNanos, long nowNanos, SocketAddress remote) {
    connectingNanos += nowNanos - madeNanos;
    sinceNanos = nowNanos;
    receiving = false;
    remoteAddress = remote instanceof InetSocketAddress address ? address : null;
  }

  /** The server has answered. */
  void answered(long nowNanos) {
    waitingNanos += since(nowNanos);
  }

  /** The server is told what to send, after a look at what is here. */
  void ready(long nowNanos) {
    sinceNanos = nowNanos;
  }

  /**
   * Bytes came.
   *
   * @param heldNanos for how long nothing was read from the connection since it was made
   */
  void received(long nowNanos, long heldNanos) {
    long nanos = since(nowNanos);
    if (receiving) {
      receivingNanos += Math.max(0, nanos - (heldNanos - this.heldNanos));
    } else {
      receiving = true;
      waitingNanos += nanos;
    }
    this.heldNanos = heldNanos;
  }

  private long since(long nowNanos) {
    long nanos = nowNanos - sinceNanos;
    sinceNanos = nowNanos;
    return nanos;
  }

  /** The writer was busy. */
  void wrote(long nanos) {
    writingNanos += nanos;
  }

  TransferTimes times() {
    return new TransferTimes(connectingNanos, waitingNanos, receivingNanos, writingNanos);
  }

  /** The server of the last attempt; null if none got that far. */
  @Nullable InetSocketAddress remoteAddress() {
    return remoteAddress;
  }
}
