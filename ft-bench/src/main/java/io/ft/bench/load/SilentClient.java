package io.ft.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

/** A connection on which nothing is ever said. */
final class SilentClient extends LoadClient {

  @Override
  void addTo(Channel channel) {
    channel.pipeline().addLast(this);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    becomeReady(ctx);
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    // Nothing: that is what it is for.
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ReferenceCountUtil.release(msg);
  }
}
