package io.ft.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stops reading from the network when more has arrived than the disk takes, and starts again when
 * half of it is written: what a connection holds in memory is bounded.
 *
 * <p>Bytes arrive on the event loop and are written on the writer thread.
 */
final class ReadBrake {

  private final Channel channel;
  private final long maxBytes;
  private final AtomicLong bufferedBytes = new AtomicLong();
  private volatile boolean on;

  ReadBrake(Channel channel, long maxBytes) {
    this.channel = channel;
    this.maxBytes = maxBytes;
  }

  /** Whether the client itself holds the server up. */
  boolean isOn() {
    return on;
  }

  /** Called on the event loop. */
  void arrived(int bytes) {
    if (bufferedBytes.addAndGet(bytes) > maxBytes && !on) {
      on = true;
      channel.config().setAutoRead(false);
      // The writer may have caught up before it could see that the brake is on.
      releaseIfWritten();
    }
  }

  /** Called on the writer thread. */
  void written(int bytes) {
    if (bufferedBytes.addAndGet(-bytes) <= maxBytes / 2 && on) {
      EventLoop loop = channel.eventLoop();
      if (!loop.isShuttingDown()) {
        loop.execute(this::releaseIfWritten);
      }
    }
  }

  private void releaseIfWritten() {
    if (on && bufferedBytes.get() <= maxBytes / 2) {
      on = false;
      channel.config().setAutoRead(true);
    }
  }
}
