package io.ft.codec.framed;

import static io.ft.codec.framed.FrameFormat.BLOCK_HEADER_BYTES;
import static io.ft.codec.framed.FrameFormat.CHECK_BYTES;
import static io.ft.codec.framed.FrameFormat.HEADER_BYTES;
import static io.ft.codec.framed.FrameFormat.LENGTH_OFFSET;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Message;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.util.List;

/**
 * Writes messages as frames. One instance a connection: it remembers the header of the block that
 * is being written, which the block's check is bound to.
 *
 * <p>Between a {@link BlockHeader} and its {@link BlockEnd} the bytes of the block go through
 * untouched, as {@link BlockContent}, buffers or file regions; nothing is copied. The caller sees
 * to it that they are as many as the header said.
 */
public final class FramedEncoder extends MessageToMessageEncoder<Message> {

  private static final int TYPICAL_FRAME_BYTES = 128;

  private final Checksum checksum = new Checksum();
  private int blockHeaderCheck;

  public FramedEncoder() {
    super(Message.class);
  }

  @Override
  protected void encode(ChannelHandlerContext ctx, Message message, List<Object> out) {
    switch (message.type()) {
      case BLOCK_HEADER -> out.add(blockHeader(ctx, (BlockHeader) message));
      case BLOCK_CONTENT -> out.add(((BlockContent) message).content().retain());
      case BLOCK_END -> out.add(blockEnd(ctx, (BlockEnd) message));
      default -> out.add(controlFrame(ctx, message));
    }
  }

  private ByteBuf blockHeader(ChannelHandlerContext ctx, BlockHeader block) {
    ByteBuf frame = ctx.alloc().ioBuffer(BLOCK_HEADER_BYTES);
    frame.writeByte(FrameType.BLOCK.code).writeMedium(block.length()).writeInt(block.id());
    frame.writeLong(block.offset());
    blockHeaderCheck = checksum.of(frame, 0, frame.writerIndex());
    return frame.writeInt(blockHeaderCheck);
  }

  private ByteBuf blockEnd(ChannelHandlerContext ctx, BlockEnd end) {
    if (end.checksum() == BlockEnd.UNCHECKED) {
      throw new IllegalArgumentException("checksum: none (expected: the CRC32C of the block)");
    }
    return ctx.alloc().ioBuffer(CHECK_BYTES).writeInt((int) end.checksum() ^ blockHeaderCheck);
  }

  private ByteBuf controlFrame(ChannelHandlerContext ctx, Message message) {
    ByteBuf frame = ctx.alloc().ioBuffer(TYPICAL_FRAME_BYTES);
    try {
      FrameType type = PayloadWriter.frameType(message);
      if (type == FrameType.HELLO) {
        frame.writeInt(FrameFormat.PREFACE);
      }
      int start = frame.writerIndex();
      frame.writeByte(type.code).writeMedium(0).writeInt(message.id()).writeInt(0);
      PayloadWriter.write(message, frame);
      int length = frame.writerIndex() - start - HEADER_BYTES;
      if (length > type.maxPayloadBytes) {
        throw new IllegalArgumentException(
            type
                + " payload: "
                + length
                + " bytes (expected: at most "
                + type.maxPayloadBytes
                + ")");
      }
      frame.setMedium(start + LENGTH_OFFSET, length);
      int headerCheck = checksum.of(frame, start, FrameFormat.COMMON_HEADER_BYTES);
      frame.setInt(start + FrameFormat.COMMON_HEADER_BYTES, headerCheck);
      return frame.writeInt(checksum.of(frame, start + HEADER_BYTES, length) ^ headerCheck);
    } catch (RuntimeException e) {
      frame.release();
      throw e;
    }
  }
}
