package io.ft.codec.classic;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells that nothing more has come for a while. Used on the event loop alone. */
final class SettleTimer {

  private final long settleMillis;
  private @Nullable Future<?> running;

  SettleTimer(long settleMillis) {
    this.settleMillis = settleMillis;
  }

  /** Something came: {@code settled} runs when nothing more has come for the settle time. */
  void restart(ChannelHandlerContext ctx, Runnable settled) {
    stop();
    running = ctx.executor().schedule(settled, settleMillis, TimeUnit.MILLISECONDS);
  }

  void stop() {
    if (running != null) {
      running.cancel(false);
      running = null;
    }
  }
}
