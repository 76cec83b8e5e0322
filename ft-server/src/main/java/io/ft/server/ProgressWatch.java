package io.ft.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then whether a client takes what is there for it. Time in which nothing is, or in
 * which the server itself holds it back, does not count.
 *
 * <p>Used on the connection's event loop alone.
 */
final class ProgressWatch {

  private static final int LOOKS = 8;

  /** What is looked at. */
  interface Watched {
    /** The bytes of data that the client has taken and that nobody looks at any more. */
    long bytesTaken();

    /** Whether the server holds back what is there for the client. */
    boolean isHeldBack();

    /** The client has taken too little for too long. */
    void tooSlow();

    /** The time for a look at what waits for the client to say something. */
    void look(long nowNanos);
  }

  private final ServerTimeouts timeouts;
  private final Watched watched;
  private @Nullable Future<?> looks;
  private long sinceNanos;
  private long bytesThen;

  ProgressWatch(ServerTimeouts timeouts, Watched watched) {
    this.timeouts = timeouts;
    this.watched = watched;
  }

  void start(ChannelHandlerContext ctx) {
    sinceNanos = System.nanoTime();
    long intervalMillis = Math.max(1, timeouts.progressMillis() / LOOKS);
    looks =
        ctx.executor()
            .scheduleWithFixedDelay(
                () -> look(ctx), intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
  }

  void stop() {
    if (looks != null) {
      looks.cancel(false);
    }
  }

  private void look(ChannelHandlerContext ctx) {
    long nowNanos = System.nanoTime();
    watched.look(nowNanos);
    ChannelOutboundBuffer pending = ctx.channel().unsafe().outboundBuffer();
    if (pending == null || pending.isEmpty() || watched.isHeldBack()) {
      begin(nowNanos, watched.bytesTaken());
      return;
    }
    long bytes = watched.bytesTaken() + pending.currentProgress();
    long nanos = nowNanos - sinceNanos;
    if (nanos < TimeUnit.MILLISECONDS.toNanos(timeouts.progressMillis())) {
      return;
    }
    double seconds = (double) nanos / TimeUnit.SECONDS.toNanos(1);
    if (bytes - bytesThen < timeouts.minBytesPerSecond() * seconds) {
      watched.tooSlow();
    } else {
      begin(nowNanos, bytes);
    }
  }

  private void begin(long nowNanos, long bytes) {
    sinceNanos = nowNanos;
    bytesThen = bytes;
  }
}
