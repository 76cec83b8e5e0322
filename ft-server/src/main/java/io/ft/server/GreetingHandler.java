package io.ft.server;

import io.ft.codec.ErrorCode;
import io.ft.codec.Hello;
import io.ft.codec.ProtocolException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Greets a framed client, checks its greeting, and leaves the pipeline. The codec lets nothing come
 * before a Hello.
 */
final class GreetingHandler extends ChannelInboundHandlerAdapter {

  private final Hello hello;

  GreetingHandler(Hello hello) {
    this.hello = hello;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(hello);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (msg instanceof Hello theirs) {
      if (!theirs.speaksOurVersion()) {
        throw new ProtocolException(
            ErrorCode.UNSUPPORTED_VERSION,
            "versions: %d to %d (expected: %d)"
                .formatted(theirs.minVersion(), theirs.maxVersion(), Hello.VERSION));
      }
      ctx.fireChannelRead(msg);
      ctx.pipeline().remove(this);
    } else {
      ctx.fireChannelRead(msg);
    }
  }
}
