package io.ft.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/** Counts what was sent, and throws it away in place of a socket. */
final class OutboundEnd extends ChannelOutboundHandlerAdapter {

  private long bytes;

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (msg instanceof ByteBuf buffer) {
      bytes += buffer.readableBytes();
    }
    ReferenceCountUtil.release(msg);
    promise.trySuccess();
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    // Nothing is kept that could be flushed.
  }

  long bytes() {
    return bytes;
  }
}
