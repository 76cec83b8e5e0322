package io.ft.examples.numbers;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.BlockSequence;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.ft.codec.Ready;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import java.util.zip.CRC32C;

/** An exchange whose file was announced: what the client wants of it, and how far it has come. */
final class Sending {

  private final Exists exists;
  private final NumberList file;
  private Optional<BlockSequence> blocks = Optional.empty();

  Sending(Exists exists, NumberList file) {
    this.exists = exists;
    this.file = file;
  }

  int id() {
    return exists.id();
  }

  long sizeBytes() {
    return exists.size();
  }

  /** Whether the client has said which range it wants. */
  boolean isReady() {
    return blocks.isPresent();
  }

  /** The client has. */
  void ready(Ready ready) {
    blocks = Optional.of(BlockSequence.of(exists, ready));
  }

  /**
   * Writes the next block, or the end if there is none.
   *
   * @return whether that was the end
   */
  boolean writeNext(ChannelHandlerContext ctx) {
    BlockSequence range = blocks.orElseThrow();
    if (range.isComplete()) {
      ctx.write(new End(id(), range.lengthBytes()));
      return true;
    }
    BlockHeader header = new BlockHeader(id(), range.position(), range.nextBlockBytes());
    ByteBuf data = ctx.alloc().buffer(header.length());
    file.write(data, header.offset(), header.length());
    CRC32C sum = new CRC32C();
    sum.update(data.nioBuffer());
    BlockContent content = new BlockContent(id(), data);
    BlockEnd end = new BlockEnd(id(), sum.getValue());

    range.begin(header);
    range.content(content);
    range.end(end);
    ctx.write(header);
    ctx.write(content);
    ctx.write(end);
    return false;
  }
}
