package io.ft.codec.classic;

import io.ft.codec.BlockContent;
import io.ft.codec.Exists;
import io.ft.codec.Message;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a classic server sends.
 *
 * <p>{@link Exists} goes out as {@code EXISTS} and, after {@link ClassicTiming#answerGapMillis},
 * the size. Buffers and file regions go out as they are; block headers and checksums do not go out.
 * The end of the exchange closes the connection once all is written. A failure in the middle of the
 * data resets it instead: after an orderly end the original client would wait for ever.
 */
final class ClassicServerEncoder extends ChannelOutboundHandlerAdapter {

  /** What {@code SO_LINGER} is unless somebody sets it: a close sends what is left, in order. */
  private static final int SYSTEM_LINGER = -1;

  private final ClassicServerDecoder decoder;
  private final long answerGapMillis;
  private @Nullable Future<?> gap;

  ClassicServerEncoder(ClassicServerDecoder decoder, long answerGapMillis) {
    this.decoder = decoder;
    this.answerGapMillis = answerGapMillis;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (!(msg instanceof Message message)) {
      ctx.write(msg, promise);
      return;
    }
    switch (message.type()) {
      case EXISTS -> writeExists(ctx, (Exists) message, promise);
      case NOT_EXISTS -> {
        ctx.write(ClassicFormat.ascii(ctx, ClassicFormat.NOT_EXISTS));
        closeWhenWritten(ctx, promise);
      }
      case BLOCK_CONTENT -> ctx.write(((BlockContent) message).content(), promise);
      case BLOCK_HEADER, BLOCK_END -> ctx.write(Unpooled.EMPTY_BUFFER, promise);
      case END -> closeWhenWritten(ctx, promise);
      case FAILURE, BUSY -> ctx.close(promise);
      default ->
          promise.setFailure(
              new UnsupportedOperationException("not in the classic dialect: " + message));
    }
  }

  /** The gap begins when EXISTS has been handed to the network, however late that is. */
  private void writeExists(ChannelHandlerContext ctx, Exists exists, ChannelPromise promise) {
    ctx.writeAndFlush(ClassicFormat.ascii(ctx, ClassicFormat.EXISTS))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                promise.tryFailure(written.cause());
              } else if (ctx.isRemoved()) {
                promise.tryFailure(new ClosedChannelException());
              } else {
                gap = writeSizeLater(ctx, exists.size(), promise);
              }
            });
  }

  private Future<?> writeSizeLater(ChannelHandlerContext ctx, long size, ChannelPromise promise) {
    return ctx.executor()
        .schedule(() -> writeSize(ctx, size, promise), answerGapMillis, TimeUnit.MILLISECONDS)
        .addListener(
            ended -> {
              if (ended.isCancelled()) {
                promise.tryFailure(new ClosedChannelException());
              }
            });
  }

  private void writeSize(ChannelHandlerContext ctx, long size, ChannelPromise promise) {
    decoder.sizeSent();
    ctx.writeAndFlush(ClassicFormat.ascii(ctx, Long.toString(size)), promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (gap != null) {
      gap.cancel(false);
    }
  }

  /**
   * An empty write stands behind all that was written before, so its end is theirs. Only then is
   * the end of the connection an orderly one.
   */
  private static void closeWhenWritten(ChannelHandlerContext ctx, ChannelPromise promise) {
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER, promise.unvoid())
        .addListener(
            written -> {
              if (written.isSuccess()) {
                ctx.channel().config().setOption(ChannelOption.SO_LINGER, SYSTEM_LINGER);
              }
              ctx.close();
            });
  }
}
