package io.ft.server;

import io.ft.server.store.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Turns regions of files into buffers, because TLS has to see the bytes that it encrypts. It reads
 * no faster than the client takes: at most {@link #MAX_UNSENT_BYTES} of a connection are on their
 * way, and what is written behind them waits in order. {@link ChunkBudget} bounds what is on its
 * way on all connections.
 *
 * <p>The channel's writability is not what tells it to go on, as in Netty's own handler for chunks:
 * it would stop the server from reading CANCEL and PING while a client is slow.
 *
 * <p>A region is released as soon as it has been read. Its promise is done when all of it is
 * written. If it cannot be read, or there is no memory for it, the promise fails, and so does the
 * connection.
 *
 * <p>Used on the connection's event loop alone.
 */
final class RegionChunks extends ChannelDuplexHandler {

  private static final int CHUNK_BYTES = ChunkBudget.CHUNK_BYTES;

  private static final int READ_BYTES = 4 * CHUNK_BYTES;

  /** Of file data, for one connection. */
  static final int MAX_UNSENT_BYTES = 2 * READ_BYTES;

  /** What records of TLS are longer than what is in them, and more. */
  private static final int OVERHEAD_BYTES = 8 * 1024;

  /**
   * What counts for the writability of a channel beside the file data. So as without TLS, answers
   * alone decide.
   */
  static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(
          MAX_UNSENT_BYTES + OVERHEAD_BYTES + 32 * 1024,
          MAX_UNSENT_BYTES + OVERHEAD_BYTES + 64 * 1024);

  /** What is not file data and waits; from here on the channel counts as not writable. */
  private static final long MAX_WAITING_BYTES = 64 * 1024;

  private static final int WRITABILITY_BIT = 2;

  private final ChunkBudget budget;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long readOfHead;
  private int unsentBytes;
  private long bytesTaken;
  private boolean writing;
  private @Nullable Runnable begin;
  private boolean waitsForRoom;
  private boolean hasChunk;

  private record Waiting(Object message, ChannelPromise promise) {

    long countingBytes() {
      return message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
    }
  }

  RegionChunks(ChunkBudget budget) {
    this.budget = budget;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    begin = () -> ctx.executor().execute(() -> goOnWithAChunk(ctx));
  }

  /** Whether other connections have all the memory: then the client is not the one who is slow. */
  boolean waitsForRoom() {
    return waitsForRoom;
  }

  /** The bytes that were taken of regions whose promise is not done yet. */
  long bytesTaken() {
    return bytesTaken;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (waiting.isEmpty() && !(message instanceof OpenFile.Region)) {
      ctx.write(message, promise);
      return;
    }
    Waiting last = new Waiting(message, promise);
    waiting.add(last);
    waits(ctx, last.countingBytes());
  }

  /** So many bytes more, or less, wait here. */
  private void waits(ChannelHandlerContext ctx, long bytes) {
    waitingBytes += bytes;
    boolean writable = waitingBytes < MAX_WAITING_BYTES;
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    if (buffer != null && buffer.getUserDefinedWritability(WRITABILITY_BIT) != writable) {
      buffer.setUserDefinedWritability(WRITABILITY_BIT, writable);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    writeOn(ctx);
    ctx.flush();
  }

  /** Writes what there is room for. */
  private void writeOn(ChannelHandlerContext ctx) {
    if (writing) {
      return;
    }
    writing = true;
    try {
      for (Waiting head = waiting.peek(); head != null; head = waiting.peek()) {
        if (!(head.message() instanceof OpenFile.Region region)) {
          waiting.remove();
          long bytes = head.countingBytes();
          ctx.write(head.message(), head.promise());
          waits(ctx, -bytes);
        } else {
          int bytes = room((int) Math.min(READ_BYTES, region.count() - readOfHead));
          if (bytes == 0) {
            return;
          }
          writeSome(ctx, region, bytes, head.promise());
        }
      }
    } finally {
      writing = false;
    }
  }

  /** Takes room for so many bytes, or fewer; 0 if it has to wait for that. */
  private int room(int wantedBytes) {
    if (hasChunk) {
      hasChunk = false;
      int bytes = Math.min(wantedBytes, CHUNK_BYTES);
      budget.giveBack(CHUNK_BYTES - bytes);
      return bytes;
    }
    if (waitsForRoom || unsentBytes + READ_BYTES > MAX_UNSENT_BYTES) {
      return 0;
    }
    int bytes = budget.take(wantedBytes, unsentBytes == 0 ? begin : null);
    waitsForRoom = bytes == 0 && unsentBytes == 0;
    return bytes;
  }

  /** A chunk was taken for this connection, which has waited for it. */
  private void goOnWithAChunk(ChannelHandlerContext ctx) {
    waitsForRoom = false;
    if (waiting.isEmpty()) {
      // It was dropped meanwhile.
      budget.giveBack(CHUNK_BYTES);
    } else {
      hasChunk = true;
      flush(ctx);
    }
  }

  /**
   * Reads once, of the region at the head, and writes that.
   *
   * @param bytes how many, for which there is room
   */
  private void writeSome(
      ChannelHandlerContext ctx, OpenFile.Region region, int bytes, ChannelPromise done) {
    ByteBuf read = Unpooled.EMPTY_BUFFER;
    try {
      read = ctx.alloc().directBuffer(bytes, bytes);
      region.read(read, readOfHead, bytes);
    } catch (IOException | RuntimeException | Error e) {
      // An error is most likely that there is no memory: the event loop has others to serve.
      read.release();
      budget.giveBack(bytes);
      // What was promised cannot be sent. The connection ends first, so that nothing goes on.
      ctx.fireExceptionCaught(e);
      dropAll(ctx, e);
      return;
    }
    readOfHead += bytes;
    boolean last = readOfHead == region.count();
    if (last) {
      waiting.remove();
      readOfHead = 0;
      region.release();
    }
    unsentBytes += bytes;
    long regionBytes = region.count();
    while (read.readableBytes() > CHUNK_BYTES) {
      ctx.write(read.readRetainedSlice(CHUNK_BYTES))
          .addListener(written -> taken(ctx, written, CHUNK_BYTES));
    }
    int rest = read.readableBytes();
    ctx.write(read)
        .addListener(
            written -> {
              if (last) {
                bytesTaken += rest - regionBytes;
                unsentBytes -= rest;
                budget.giveBack(rest);
                tell(done, written);
                goOn(ctx, written);
              } else {
                taken(ctx, written, rest);
              }
            });
  }

  private void taken(ChannelHandlerContext ctx, Future<?> written, int bytes) {
    unsentBytes -= bytes;
    budget.giveBack(bytes);
    bytesTaken += bytes;
    goOn(ctx, written);
  }

  private void goOn(ChannelHandlerContext ctx, Future<?> written) {
    if (written.isSuccess() && !writing && !waiting.isEmpty()) {
      flush(ctx);
    }
  }

  private static void tell(ChannelPromise promise, Future<?> written) {
    if (written.isSuccess()) {
      promise.trySuccess();
    } else {
      promise.tryFailure(written.cause());
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    dropAll(ctx, new ClosedChannelException());
    ctx.close(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    dropAll(ctx, new ClosedChannelException());
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    dropAll(ctx, new ClosedChannelException());
  }

  /** Nothing of it will be written any more. */
  private void dropAll(ChannelHandlerContext ctx, Throwable cause) {
    if (!waiting.isEmpty()) {
      Dropped.note(ctx.channel());
    }
    if (waitsForRoom && begin != null) {
      waitsForRoom = false;
      budget.leave(begin);
    }
    for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
      ReferenceCountUtil.release(each.message());
      each.promise().tryFailure(cause);
    }
    readOfHead = 0;
    waits(ctx, -waitingBytes);
  }
}
