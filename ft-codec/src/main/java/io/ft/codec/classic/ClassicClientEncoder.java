package io.ft.codec.classic;

import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.WireText;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/**
 * What a classic client sends: the name, {@code READY}, and nothing else. {@link
 * io.ft.codec.Cancel} closes the connection, which is all that the dialect has for it.
 */
final class ClassicClientEncoder extends ChannelOutboundHandlerAdapter {

  private final ClassicClientDecoder decoder;

  ClassicClientEncoder(ClassicClientDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (!(msg instanceof Message message)) {
      ctx.write(msg, promise);
      return;
    }
    switch (message.type()) {
      case FILE_REQUEST -> writeName(ctx, ((FileRequest) message).path(), promise);
      case READY -> {
        decoder.readySent();
        ctx.write(ClassicFormat.ascii(ctx, ClassicFormat.READY), promise);
      }
      case CANCEL -> close(ctx, promise);
      default -> {
        promise.setFailure(
            new UnsupportedOperationException("not in the classic dialect: " + message));
        ReferenceCountUtil.release(message);
      }
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    decoder.closedHere();
    ctx.close(promise);
  }

  private static void writeName(ChannelHandlerContext ctx, String path, ChannelPromise promise) {
    byte[] name = WireText.encode(path);
    if (name.length == 0 || name.length > Limits.MAX_PATH_BYTES) {
      promise.setFailure(
          new IllegalArgumentException(
              "path: %d bytes (expected: 1 to %d)".formatted(name.length, Limits.MAX_PATH_BYTES)));
      return;
    }
    ctx.write(Unpooled.wrappedBuffer(name), promise);
  }
}
