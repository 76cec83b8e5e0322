package io.ft.server;

import io.ft.codec.Message;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection that its server ends. The sending side is closed first: what the client
 * still sends would otherwise turn the close into a reset, which could overtake the last message. A
 * client that does not take it is not waited for.
 */
final class Farewell {

  /** How long a client may take to hear why it is sent away. */
  private static final long MAX_MILLIS = 2_000;

  private Farewell() {}

  /**
   * Ends the connection, behind all that was written.
   *
   * @param last what the client is told; null if it has been told
   */
  static void say(ChannelHandlerContext ctx, @Nullable Message last) {
    ctx.writeAndFlush(last == null ? Unpooled.EMPTY_BUFFER : last)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                closeSendingSide(ctx);
              } else {
                ctx.close();
              }
            });
    ctx.executor().schedule(() -> ctx.close(), MAX_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Inside of TLS it has an end of its own, which is said first. */
  private static void closeSendingSide(ChannelHandlerContext ctx) {
    DuplexChannel channel = (DuplexChannel) ctx.channel();
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    if (tls == null) {
      channel.shutdownOutput();
    } else {
      tls.closeOutbound().addListener(said -> channel.shutdownOutput());
    }
  }
}
