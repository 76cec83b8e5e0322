package io.ft.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stops reading from the network when more has arrived than the disk takes, and starts again when
 * half of it is written: what a connection holds in memory is bounded. It also stops when more has
 * arrived than the {@link RateLimit} allows.
 *
 * <p>Bytes arrive on the event loop and are written on the writer thread.
 */
final class ReadBrake {

  private final Channel channel;
  private final long maxBytes;
  private final RateLimit rateLimit;
  private final AtomicLong bufferedBytes = new AtomicLong();

  // Set on the event loop alone.
  private volatile boolean full;
  private volatile boolean tooFast;

  // Used on the event loop alone.
  private boolean held;
  private long heldSinceNanos;
  private long heldNanos;

  ReadBrake(Channel channel, long maxBytes, RateLimit rateLimit) {
    this.channel = channel;
    this.maxBytes = maxBytes;
    this.rateLimit = rateLimit;
  }

  /** Whether the client itself holds the server up. */
  boolean isOn() {
    return full || tooFast;
  }

  /** For how long it has been on, in all; the time since it came on is not in it yet. */
  long heldNanos() {
    return heldNanos;
  }

  /**
   * Called on the event loop.
   *
   * @param receivedBytes how much came from the network
   * @param heldBytes how much memory that takes until it is written
   */
  void arrived(int receivedBytes, int heldBytes) {
    if (bufferedBytes.addAndGet(heldBytes) > maxBytes && !full) {
      full = true;
      apply();
      // The writer may have caught up before it could see that the brake is on.
      releaseIfWritten();
    }
    rateLimit.count(receivedBytes, System.nanoTime());
    if (!tooFast) {
      waitForRate();
    }
  }

  private void waitForRate() {
    long pauseNanos = rateLimit.pauseNanos(System.nanoTime());
    if (tooFast != pauseNanos > 0) {
      tooFast = pauseNanos > 0;
      apply();
    }
    if (tooFast) {
      // More may arrive until then, of what was read already: so it is looked at again.
      channel.eventLoop().schedule(this::waitForRate, pauseNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Called on the writer thread. */
  void written(int heldBytes) {
    if (bufferedBytes.addAndGet(-heldBytes) <= maxBytes / 2 && full) {
      EventLoop loop = channel.eventLoop();
      if (!loop.isShuttingDown()) {
        loop.execute(this::releaseIfWritten);
      }
    }
  }

  private void releaseIfWritten() {
    if (full && bufferedBytes.get() <= maxBytes / 2) {
      full = false;
      apply();
    }
  }

  private void apply() {
    boolean on = isOn();
    if (on != held) {
      held = on;
      long nowNanos = System.nanoTime();
      heldNanos += on ? 0 : nowNanos - heldSinceNanos;
      heldSinceNanos = nowNanos;
    }
    channel.config().setAutoRead(!on);
  }
}
