package io.ft.bench.codec;

import io.ft.codec.BlockContent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Counts what was received, and throws it away. */
final class InboundEnd extends ChannelInboundHandlerAdapter {

  private long messages;
  private long contentBytes;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    messages++;
    if (msg instanceof BlockContent content) {
      contentBytes += content.content().readableBytes();
    } else if (msg instanceof ByteBuf bytes) {
      contentBytes += bytes.readableBytes();
    }
    ReferenceCountUtil.release(msg);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // The end of the line: the channel would look for tasks to run.
  }

  long messages() {
    return messages;
  }

  long contentBytes() {
    return contentBytes;
  }
}
