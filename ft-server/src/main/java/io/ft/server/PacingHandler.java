package io.ft.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Writes no faster than a {@link Pace}. What has to wait keeps its order, and its promise is done
 * when it is written, so who waits for that is held up. Does nothing while nothing is limited.
 */
final class PacingHandler extends ChannelDuplexHandler {

  /** What is not file data and waits; from here on the channel counts as not writable. */
  private static final long MAX_WAITING_BYTES = 64 * 1024;

  private static final int WRITABILITY_BIT = 1;

  private final Pace pace;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean headIsPaid;
  private boolean scheduled;

  private record Waiting(Object message, long bytes, ChannelPromise promise) {}

  PacingHandler(Pace pace) {
    this.pace = pace;
  }

  /** Whether it holds something back: then the client is not the one who is slow. */
  boolean holdsBack() {
    return !waiting.isEmpty();
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (waiting.isEmpty() && pace.isUnlimited()) {
      ctx.write(message, promise);
      return;
    }
    waiting.add(new Waiting(message, sizeBytes(message), promise));
    if (!(message instanceof FileRegion)) {
      waitingBytes += sizeBytes(message);
      setWritable(ctx, waitingBytes < MAX_WAITING_BYTES);
    }
    writeDue(ctx);
  }

  private static long sizeBytes(Object message) {
    if (message instanceof ByteBuf buffer) {
      return buffer.readableBytes();
    }
    return message instanceof FileRegion region ? region.count() : 0;
  }

  private void writeDue(ChannelHandlerContext ctx) {
    while (!scheduled && !waiting.isEmpty()) {
      Waiting head = waiting.element();
      long waitNanos = headIsPaid ? 0 : pace.take(head.bytes(), System.nanoTime());
      headIsPaid = true;
      if (waitNanos > 0) {
        scheduled = true;
        ctx.executor().schedule(() -> resume(ctx), waitNanos, TimeUnit.NANOSECONDS);
        return;
      }
      writeHead(ctx);
    }
  }

  private void resume(ChannelHandlerContext ctx) {
    scheduled = false;
    if (!waiting.isEmpty()) {
      writeDue(ctx);
      ctx.flush();
    }
  }

  private void writeHead(ChannelHandlerContext ctx) {
    Waiting head = waiting.remove();
    headIsPaid = false;
    ctx.write(head.message(), head.promise());
    if (!(head.message() instanceof FileRegion)) {
      waitingBytes -= head.bytes();
      setWritable(ctx, waitingBytes < MAX_WAITING_BYTES);
    }
  }

  private static void setWritable(ChannelHandlerContext ctx, boolean writable) {
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    if (buffer != null && buffer.getUserDefinedWritability(WRITABILITY_BIT) != writable) {
      buffer.setUserDefinedWritability(WRITABILITY_BIT, writable);
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    dropAll(ctx);
    ctx.close(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    dropAll(ctx);
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    dropAll(ctx);
  }

  /** Nothing of it will be written any more. */
  private void dropAll(ChannelHandlerContext ctx) {
    if (!waiting.isEmpty()) {
      Dropped.note(ctx.channel());
    }
    for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
      ReferenceCountUtil.release(each.message());
      each.promise().tryFailure(new ClosedChannelException());
    }
    waitingBytes = 0;
  }
}
