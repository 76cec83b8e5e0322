package io.ft.examples.numbers;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which no byte came and none was taken for a time (T-4). Netty's {@code
 * IdleStateHandler} does more, in a module of its own.
 */
final class IdleClose extends ChannelDuplexHandler {

  private final long idleNanos;
  private long lastNanos;

  IdleClose(long idleSeconds) {
    this.idleNanos = TimeUnit.SECONDS.toNanos(idleSeconds);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    alive(ctx);
    checkLater(ctx, idleNanos);
  }

  private void checkLater(ChannelHandlerContext ctx, long nanos) {
    ctx.executor().schedule(() -> check(ctx), nanos, TimeUnit.NANOSECONDS);
  }

  private void check(ChannelHandlerContext ctx) {
    long leftNanos = idleNanos - (ctx.executor().ticker().nanoTime() - lastNanos);
    if (leftNanos <= 0) {
      ctx.close();
    } else if (ctx.channel().isActive()) {
      checkLater(ctx, leftNanos);
    }
  }

  private void alive(ChannelHandlerContext ctx) {
    lastNanos = ctx.executor().ticker().nanoTime();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    alive(ctx);
    ctx.fireChannelRead(msg);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    ctx.write(msg, promise.unvoid().addListener(written -> alive(ctx)));
  }
}
