package io.ft.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives a client a total time for its first message, the Hello of a framed client or the name of a
 * classic one: a byte now and then does not prolong it. Leaves the pipeline with that message, or
 * fires {@link Expired}.
 */
final class HandshakeDeadline extends ChannelInboundHandlerAdapter {

  /** The client has not said what it wants in time. */
  record Expired(long timeoutMillis) {}

  private final long timeoutMillis;
  private final long sinceNanos;
  private @Nullable Future<?> deadline;

  /**
   * For a connection.
   *
   * @param sinceNanos when it was accepted, as {@link System#nanoTime} had it
   */
  HandshakeDeadline(long timeoutMillis, long sinceNanos) {
    this.timeoutMillis = timeoutMillis;
    this.sinceNanos = sinceNanos;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    long passedNanos = System.nanoTime() - sinceNanos;
    deadline =
        ctx.executor()
            .schedule(
                () -> ctx.fireUserEventTriggered(new Expired(timeoutMillis)),
                TimeUnit.MILLISECONDS.toNanos(timeoutMillis) - passedNanos,
                TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ctx.pipeline().remove(this);
    ctx.fireChannelRead(msg);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stop();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    stop();
  }

  private void stop() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }
}
