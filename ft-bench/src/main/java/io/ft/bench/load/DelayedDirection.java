package io.ft.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one side sends, on its way to the other: in order, each piece not before it is due. It stops
 * reading when too much is on the way.
 */
final class DelayedDirection extends ChannelInboundHandlerAdapter {

  /** More than a network of 10 Gbit/s holds on a way of 50 ms. */
  private static final long MAX_QUEUED_BYTES = 64L * 1024 * 1024;

  /** Something on its way, and the {@link System#nanoTime} when it arrives. */
  private record Piece(Object what, long dueNanos) {}

  private enum Ending {
    ORDERLY,
    RESET
  }

  private final ProxiedConnection connection;
  private final long delayNanos;
  private final long earliestNanos;
  private final Queue<Piece> pieces = new ArrayDeque<>();
  private @Nullable Channel from;
  private @Nullable Channel to;
  private long queuedBytes;
  private boolean waiting;
  private boolean ended;
  private boolean discarded;

  /**
   * One direction of {@code connection}.
   *
   * @param earliestNanos the {@link System#nanoTime} before which nothing can have been sent
   */
  DelayedDirection(ProxiedConnection connection, long delayNanos, long earliestNanos) {
    this.connection = connection;
    this.delayNanos = delayNanos;
    this.earliestNanos = earliestNanos;
  }

  /** Begins. */
  void passBetween(Channel from, Channel to) {
    this.from = from;
    this.to = to;
    readOn();
  }

  /** Ends: what is on its way gets lost. */
  void discard() {
    discarded = true;
    pieces.forEach(piece -> ReferenceCountUtil.release(piece.what()));
    pieces.clear();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ByteBuf bytes = fitted(ctx, (ByteBuf) msg);
    queuedBytes += bytes.readableBytes();
    if (queuedBytes > MAX_QUEUED_BYTES) {
      ctx.channel().config().setAutoRead(false);
    }
    add(ctx.channel(), bytes);
  }

  /** A few bytes in a large buffer would hold all of its memory for as long as they are due. */
  private static ByteBuf fitted(ChannelHandlerContext ctx, ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (length >= bytes.capacity() / 2) {
      return bytes;
    }
    try {
      return ctx.alloc().directBuffer(length).writeBytes(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      add(ctx.channel(), Ending.ORDERLY);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    // Behind an orderly end this is no news: Netty closes a channel whose both ways have ended.
    if (!ended) {
      add(ctx.channel(), Ending.RESET);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void add(Channel channel, Object what) {
    if (discarded) {
      ReferenceCountUtil.release(what);
      return;
    }
    long sentNanos = System.nanoTime();
    if (earliestNanos - sentNanos > 0) {
      sentNanos = earliestNanos;
    }
    pieces.add(new Piece(what, sentNanos + delayNanos));
    waitForNext(channel);
  }

  private void waitForNext(Channel channel) {
    Piece next = pieces.peek();
    if (next != null && !waiting) {
      waiting = true;
      long nanos = next.dueNanos() - System.nanoTime();
      channel.eventLoop().schedule(() -> deliver(channel), nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void deliver(Channel channel) {
    waiting = false;
    long nowNanos = System.nanoTime();
    Piece next = pieces.peek();
    while (next != null && next.dueNanos() - nowNanos <= 0) {
      pieces.remove();
      pass(next.what());
      next = pieces.peek();
    }
    if (to != null) {
      to.flush();
    }
    waitForNext(channel);
  }

  private void pass(Object what) {
    if (to == null || what == Ending.RESET) {
      ReferenceCountUtil.release(what);
      connection.reset();
    } else if (what == Ending.ORDERLY) {
      passEnd(to);
    } else {
      int length = ((ByteBuf) what).readableBytes();
      to.write(what).addListener(written -> passed(length, written.isSuccess()));
    }
  }

  private void passed(int length, boolean success) {
    if (!success) {
      failed();
    }
    queuedBytes -= length;
    if (queuedBytes < MAX_QUEUED_BYTES / 2) {
      readOn();
    }
  }

  /** Not behind the end: there is nothing more to read. */
  private void readOn() {
    if (from != null && !ended && !discarded) {
      from.config().setAutoRead(true);
    }
  }

  /** An empty write stands behind all others, so when it is done they are. */
  private void passEnd(Channel to) {
    to.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                ((DuplexChannel) to).shutdownOutput().addListener(x -> connection.directionEnded());
              } else {
                failed();
              }
            });
  }

  /** Who takes no more bytes is gone; the sender learns of it when a packet can have told it. */
  private void failed() {
    if (from != null) {
      from.eventLoop().schedule(connection::reset, delayNanos, TimeUnit.NANOSECONDS);
    }
  }
}
