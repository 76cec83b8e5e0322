package io.ft.bench.load;

import io.ft.codec.FileRequest;
import io.ft.codec.FileRequest.Advance;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Tag;
import io.ft.codec.framed.FramedClientCodec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a file, and reads one byte of the answer now and then. What comes is not looked at; what
 * the system takes for it is not its doing.
 */
final class TrickleClient extends LoadClient {

  private static final int ID = 1;

  private final String path;
  private final long byteMillis;
  private @Nullable ScheduledFuture<?> reading;

  /**
   * A slow client.
   *
   * @param byteMillis from one byte to the next
   */
  TrickleClient(String path, long byteMillis) {
    this.path = path;
    this.byteMillis = byteMillis;
  }

  @Override
  void addTo(Channel channel) {
    channel.config().setAutoRead(false);
    channel
        .config()
        .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(1).maxMessagesPerRead(1));
    // What comes ends here, and what is written at the end of the pipeline passes the codec.
    channel.pipeline().addLast(this, new FramedClientCodec(Limits.DEFAULT));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    channel.write(new Hello(Set.of(), Limits.MIN_EXCHANGES, Limits.MAX_BLOCK_BYTES, "ft-load"));
    channel.writeAndFlush(
        new FileRequest(ID, path, Tag.NONE, false, Advance.wholeFileUpTo(Long.MAX_VALUE)));
    becomeReady(ctx);
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    // The server may have ended it before it began.
    if (ctx.channel().isActive()) {
      reading =
          ctx.executor()
              .scheduleAtFixedRate(ctx::read, byteMillis, byteMillis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ReferenceCountUtil.release(msg);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (reading != null) {
      reading.cancel(false);
    }
    super.channelInactive(ctx);
  }
}
