package io.ft.examples.numbers;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which no byte came and none was taken for a time (T-4). Netty's {@code
 * IdleStateHandler} does more, in a module of its own.
 */
final class IdleClose extends ChannelDuplexHandler {

  private final long idleNanos;
  private long lastNanos;
  private @Nullable Future<?> check;

  IdleClose(long idleSeconds) {
    this.idleNanos = TimeUnit.SECONDS.toNanos(idleSeconds);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    alive();
    check =
        ctx.executor()
            .scheduleAtFixedRate(() -> check(ctx), idleNanos, idleNanos, TimeUnit.NANOSECONDS);
  }

  private void check(ChannelHandlerContext ctx) {
    if (System.nanoTime() - lastNanos >= idleNanos) {
      ctx.close();
    }
  }

  private void alive() {
    lastNanos = System.nanoTime();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    alive();
    ctx.fireChannelRead(msg);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    ctx.write(msg, promise.unvoid().addListener(written -> alive()));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (check != null) {
      check.cancel(false);
    }
  }
}
