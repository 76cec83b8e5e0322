package io.ft.server;

import io.ft.server.store.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Writes no faster than a {@link Pace}. What has to wait keeps its order, and its promise is done
 * when it is written, so who waits for that is held up. Regions of files are cut into slices, each
 * when its time has come. Does nothing while nothing is limited.
 *
 * <p>A slice is paid for twice, to the client's rate first. Only when that has let it through is it
 * taken from the rate of the server, which so never waits for a client that has no more to get.
 */
final class PacingHandler extends ChannelDuplexHandler {

  /** What is in buffers and waits; from here on the channel counts as not writable. */
  private static final long MAX_WAITING_BYTES = 64 * 1024;

  private static final int WRITABILITY_BIT = 1;

  private final Pace pace;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean scheduled;

  // Of the first that waits.
  private long writtenBytes;
  private int sliceBytes;
  private Paid paid = Paid.NOTHING;

  private record Waiting(Object message, long bytes, ChannelPromise promise) {

    long bufferBytes() {
      return message instanceof OpenFile.Region ? 0 : bytes;
    }
  }

  private enum Paid {
    NOTHING,
    TO_CLIENT,
    TO_BOTH
  }

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
    Waiting last = new Waiting(message, sizeBytes(message), promise);
    waiting.add(last);
    waits(ctx, last.bufferBytes());
    writeDue(ctx);
  }

  private static long sizeBytes(Object message) {
    if (message instanceof ByteBuf buffer) {
      return buffer.readableBytes();
    }
    return message instanceof OpenFile.Region region ? region.count() : 0;
  }

  private void writeDue(ChannelHandlerContext ctx) {
    while (!scheduled && !waiting.isEmpty()) {
      long waitNanos = pay(waiting.element());
      if (waitNanos > 0) {
        scheduled = true;
        ctx.executor().schedule(() -> resume(ctx), waitNanos, TimeUnit.NANOSECONDS);
      } else if (paid == Paid.TO_BOTH) {
        paid = Paid.NOTHING;
        writeSlice(ctx, waiting.element());
      }
    }
  }

  /** Pays on for the next slice; what it returns has to be waited for after that. */
  private long pay(Waiting head) {
    switch (paid) {
      case NOTHING -> {
        long leftBytes = head.bytes() - writtenBytes;
        boolean canBeCut = head.message() instanceof OpenFile.Region && !pace.isUnlimited();
        sliceBytes = (int) (canBeCut ? Math.min(leftBytes, pace.sliceBytes()) : leftBytes);
        paid = Paid.TO_CLIENT;
        return pace.ofClient().take(sliceBytes, System.nanoTime());
      }
      case TO_CLIENT -> {
        paid = Paid.TO_BOTH;
        return pace.ofServer().take(sliceBytes, System.nanoTime());
      }
      default -> {
        return 0;
      }
    }
  }

  private void resume(ChannelHandlerContext ctx) {
    scheduled = false;
    if (!waiting.isEmpty()) {
      writeDue(ctx);
      ctx.flush();
    }
  }

  private void writeSlice(ChannelHandlerContext ctx, Waiting head) {
    long from = writtenBytes;
    writtenBytes += sliceBytes;
    boolean last = writtenBytes == head.bytes();
    if (last) {
      waiting.remove();
      writtenBytes = 0;
    }
    if (last && from == 0) {
      ctx.write(head.message(), head.promise());
    } else {
      OpenFile.Region region = (OpenFile.Region) head.message();
      ctx.write(region.part(from, sliceBytes), last ? head.promise() : ctx.newPromise());
      if (last) {
        region.release();
      }
    }
    waits(ctx, last ? -head.bufferBytes() : 0);
  }

  /** So many bytes more, or less, wait in buffers. */
  private void waits(ChannelHandlerContext ctx, long bytes) {
    waitingBytes += bytes;
    boolean writable = waitingBytes < MAX_WAITING_BYTES;
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

  /** Nothing of it will be written any more; what was paid for it is for others. */
  private void dropAll(ChannelHandlerContext ctx) {
    if (!waiting.isEmpty()) {
      Dropped.note(ctx.channel());
    }
    if (paid != Paid.NOTHING) {
      pace.ofClient().giveBack(sliceBytes);
    }
    if (paid == Paid.TO_BOTH) {
      pace.ofServer().giveBack(sliceBytes);
    }
    paid = Paid.NOTHING;
    for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
      ReferenceCountUtil.release(each.message());
      each.promise().tryFailure(new ClosedChannelException());
    }
    waitingBytes = 0;
    writtenBytes = 0;
  }
}
