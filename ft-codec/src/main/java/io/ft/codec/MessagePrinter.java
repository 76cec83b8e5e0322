package io.ft.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import java.util.function.Consumer;

/**
 * Prints a conversation, a line for each message in the order in which they pass; for debugging,
 * behind the codec of either dialect. What comes from the peer is escaped, and no token is shown.
 * It changes nothing, and keeps no buffer.
 */
public final class MessagePrinter extends ChannelDuplexHandler {

  private final Consumer<String> lines;

  /**
   * A printer for one connection.
   *
   * @param lines is called on the event loop with each line, without a line end
   */
  public MessagePrinter(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    lines.accept("< " + describe(msg));
    ctx.fireChannelRead(msg);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    lines.accept("> " + describe(msg));
    ctx.write(msg, promise);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    lines.accept("! " + Printable.escape(String.valueOf(cause)));
    ctx.fireExceptionCaught(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    lines.accept("! closed");
    ctx.fireChannelInactive();
  }

  /** File data goes out as it is, and would fill the line. */
  private static String describe(Object msg) {
    if (msg instanceof ByteBuf bytes) {
      return "(" + bytes.readableBytes() + " bytes)";
    } else if (msg instanceof FileRegion region) {
      return "(" + region.count() + " bytes of a file, from " + region.position() + ")";
    }
    return String.valueOf(msg);
  }
}
