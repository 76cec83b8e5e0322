package io.ft.examples.pipe;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Lets the source read only while the target takes what is written to it. TCP carries that on to
 * the server, which stops sending.
 */
final class Brake extends ChannelInboundHandlerAdapter {

  private final Channel source;

  Brake(Channel source) {
    this.source = source;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    source.config().setAutoRead(ctx.channel().isWritable());
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    source.close();
    ctx.fireChannelInactive();
  }
}
