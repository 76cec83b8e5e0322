package io.ft.codec.framed;

import static io.ft.codec.framed.FrameFormat.HEADER_BYTES;
import static io.ft.codec.framed.FrameFormat.LENGTH_OFFSET;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Message;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.EncoderException;

/**
 * Writes messages as frames. One instance a connection: it remembers the header of the block that
 * is being written, which the block's check is bound to.
 *
 * <p>Between a {@link BlockHeader} and its {@link BlockEnd} the bytes of the block go through
 * untouched, as {@link BlockContent}, buffers or file regions; nothing is copied. The caller sees
 * to it that they are as many as the header said.
 *
 * <p>Frames are passed on together, in one buffer, when they are flushed or when file data follows.
 */
final class FramedEncoder extends ChannelOutboundHandlerAdapter {

  /** So many bytes do not wait for a flush. */
  private static final int MAX_PENDING_BYTES = 16 * 1024;

  private final PendingFrames pending = new PendingFrames();
  private final Checksum checksum = new Checksum();
  private int blockHeaderCheck;

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (msg instanceof BlockContent block) {
      pending.writeTo(ctx);
      ctx.write(block.content(), promise);
    } else if (msg instanceof Message message) {
      frame(ctx, message, promise);
    } else {
      pending.writeTo(ctx);
      ctx.write(msg, promise);
    }
  }

  private void frame(ChannelHandlerContext ctx, Message message, ChannelPromise promise) {
    ByteBuf frames = pending.buffer(ctx.alloc());
    int start = frames.writerIndex();
    try {
      encode(message, frames);
    } catch (RuntimeException e) {
      frames.writerIndex(start);
      promise.setFailure(new EncoderException(e));
      return;
    }
    pending.add(promise);
    if (frames.readableBytes() >= MAX_PENDING_BYTES) {
      pending.writeTo(ctx);
    }
  }

  private void encode(Message message, ByteBuf out) {
    switch (message.type()) {
      case BLOCK_HEADER -> blockHeader((BlockHeader) message, out);
      case BLOCK_END -> blockEnd((BlockEnd) message, out);
      default -> controlFrame(message, out);
    }
  }

  private void blockHeader(BlockHeader block, ByteBuf out) {
    int start = out.writerIndex();
    out.writeByte(FrameType.BLOCK.code).writeMedium(block.length()).writeInt(block.id());
    out.writeLong(block.offset());
    blockHeaderCheck = checksum.of(out, start, out.writerIndex() - start);
    out.writeInt(blockHeaderCheck);
  }

  private void blockEnd(BlockEnd end, ByteBuf out) {
    if (end.checksum() == BlockEnd.UNCHECKED) {
      throw new IllegalArgumentException("checksum: none (expected: the CRC32C of the block)");
    }
    out.writeInt((int) end.checksum() ^ blockHeaderCheck);
  }

  private void controlFrame(Message message, ByteBuf out) {
    FrameType type = PayloadWriter.frameType(message);
    if (type == FrameType.HELLO) {
      out.writeInt(FrameFormat.PREFACE);
    }
    int start = out.writerIndex();
    out.writeByte(type.code).writeMedium(0).writeInt(message.id()).writeInt(0);
    PayloadWriter.write(message, out);
    int length = out.writerIndex() - start - HEADER_BYTES;
    if (length > type.maxPayloadBytes) {
      throw new IllegalArgumentException(
          "%s payload: %d bytes (expected: at most %d)"
              .formatted(type, length, type.maxPayloadBytes));
    }
    out.setMedium(start + LENGTH_OFFSET, length);
    int headerCheck = checksum.of(out, start, FrameFormat.COMMON_HEADER_BYTES);
    out.setInt(start + FrameFormat.COMMON_HEADER_BYTES, headerCheck);
    out.writeInt(checksum.of(out, start + HEADER_BYTES, length) ^ headerCheck);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    pending.writeTo(ctx);
    ctx.flush();
  }

  @Override
  public void disconnect(ChannelHandlerContext ctx, ChannelPromise promise) {
    pending.writeTo(ctx);
    ctx.disconnect(promise);
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    pending.writeTo(ctx);
    ctx.close(promise);
  }

  /** Also when the connection has ended: then nobody takes them, and their writers hear so. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    pending.writeTo(ctx);
  }
}
