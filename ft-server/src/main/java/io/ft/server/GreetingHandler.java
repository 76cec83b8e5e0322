package io.ft.server;

import io.ft.codec.ErrorCode;
import io.ft.codec.Hello;
import io.ft.codec.ProtocolException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/**
 * Greets a framed client, checks its greeting, and leaves the pipeline. The codec lets nothing come
 * before a Hello.
 */
final class GreetingHandler extends ChannelInboundHandlerAdapter {

  private final Hello hello;
  private final Consumer<Hello> admit;

  /**
   * For a framed client.
   *
   * @param hello what it is told
   * @param admit lets in who greets so, or throws what it is told instead
   */
  GreetingHandler(Hello hello, Consumer<Hello> admit) {
    this.hello = hello;
    this.admit = admit;
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
      admit.accept(theirs);
      ctx.fireChannelRead(msg);
      ctx.pipeline().remove(this);
    } else {
      ctx.fireChannelRead(msg);
    }
  }
}
