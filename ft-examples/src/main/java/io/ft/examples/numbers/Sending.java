package io.ft.examples.numbers;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.zip.CRC32C;

/** An exchange whose file was announced: what the client wants of it, and how far it has come. */
final class Sending {

  private final int id;
  private final NumberList file;
  private final int blockSizeBytes;
  private boolean ready;
  private long start;
  private long position;
  private long end;

  Sending(int id, NumberList file, int blockSizeBytes) {
    this.id = id;
    this.file = file;
    this.blockSizeBytes = blockSizeBytes;
  }

  int id() {
    return id;
  }

  NumberList file() {
    return file;
  }

  /** Whether the client has said which range it wants. */
  boolean isReady() {
    return ready;
  }

  /** The client wants {@code length} bytes from {@code offset} on, or what there is of them. */
  void ready(long offset, long length) {
    ready = true;
    start = offset;
    position = offset;
    end = offset + Math.min(length, file.sizeBytes() - offset);
  }

  /**
   * Writes the next block, or the end if there is none.
   *
   * @return whether that was the end
   */
  boolean writeNext(ChannelHandlerContext ctx) {
    if (position == end) {
      ctx.write(new End(id, end - start));
      return true;
    }
    // Blocks end at the multiples of the block size, counted from the start of the file.
    long blockEnd = Math.min(end, (position / blockSizeBytes + 1) * blockSizeBytes);
    int length = (int) (blockEnd - position);
    ByteBuf data = ctx.alloc().buffer(length);
    file.write(data, position, length);
    CRC32C crc = new CRC32C();
    crc.update(data.nioBuffer());

    ctx.write(new BlockHeader(id, position, length));
    ctx.write(new BlockContent(id, data));
    ctx.write(new BlockEnd(id, crc.getValue()));
    position = blockEnd;
    return false;
  }
}
