package io.ft.bench.load;

import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection that asks for nothing, and stays alive by a Ping from time to time. */
final class IdleClient extends FtClient {

  private final long pingMillis;
  private long pings;
  private @Nullable ScheduledFuture<?> pinging;

  /**
   * An idle client.
   *
   * @param pingMillis the time between two signs of life, well below the server's idle time
   */
  IdleClient(long pingMillis) {
    super(1);
    this.pingMillis = pingMillis;
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    pinging =
        ctx.executor()
            .scheduleAtFixedRate(
                () -> ctx.writeAndFlush(new Ping(++pings), ctx.voidPromise()),
                pingMillis,
                pingMillis,
                TimeUnit.MILLISECONDS);
  }

  @Override
  void received(ChannelHandlerContext ctx, Message message) throws IOException {
    ReferenceCountUtil.release(message);
    throw new IOException("not asked for: " + message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (pinging != null) {
      pinging.cancel(false);
    }
    super.channelInactive(ctx);
  }
}
