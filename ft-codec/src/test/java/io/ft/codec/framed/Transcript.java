package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Message;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages in the order they came, the three kinds of a block joined to one, whatever pieces its
 * contents came in. Checks the order of what it is given.
 */
final class Transcript {

  /** A block that came whole. */
  record Block(int id, long offset, String dataHex, long checksum) {

    static Block of(int id, long offset, byte[] data) {
      return new Block(id, offset, Frames.hex(data), Frames.crc32c(data));
    }

    boolean isIntact() {
      return Frames.crc32c(Frames.hex(dataHex)) == checksum;
    }
  }

  private final List<Object> entries = new ArrayList<>();
  private final StringBuilder openData = new StringBuilder();
  private @Nullable BlockHeader open;

  /** Takes over the caller's reference to a content. */
  void add(Message message) {
    switch (message.type()) {
      case BLOCK_HEADER -> begin((BlockHeader) message);
      case BLOCK_CONTENT -> append((BlockContent) message);
      case BLOCK_END -> end((BlockEnd) message);
      default -> {
        assertThat(open).as("block around " + message).isNull();
        entries.add(message);
      }
    }
  }

  /** Control messages, and a {@link Block} for each block that came whole. */
  List<Object> entries() {
    return List.copyOf(entries);
  }

  /** The block that has not ended yet, null if there is none. */
  @Nullable BlockHeader open() {
    return open;
  }

  private void begin(BlockHeader header) {
    assertThat(open).as("block around " + header).isNull();
    open = header;
    openData.setLength(0);
  }

  private void append(BlockContent content) {
    BlockHeader header = openHeader(content);
    assertThat(content.content().isReadable()).as("content has bytes").isTrue();
    openData.append(ByteBufUtil.hexDump(content.content()));
    content.release();
    assertThat(openData.length() / 2).isLessThanOrEqualTo(header.length());
  }

  private void end(BlockEnd end) {
    BlockHeader header = openHeader(end);
    assertThat(openData.length() / 2).isEqualTo(header.length());
    entries.add(new Block(header.id(), header.offset(), openData.toString(), end.checksum()));
    open = null;
  }

  private BlockHeader openHeader(Message message) {
    BlockHeader header = open;
    if (header == null || header.id() != message.id()) {
      throw new AssertionError(message + " in block " + header);
    }
    return header;
  }
}
