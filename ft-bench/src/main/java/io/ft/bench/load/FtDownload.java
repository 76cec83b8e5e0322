package io.ft.bench.load;

import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** One file on its way: every byte of it is counted and summed, and none is kept. */
final class FtDownload {

  private final CRC32C crc = new CRC32C();
  private long size = -1;
  private int blockSizeBytes;
  private long received;
  private int blockRemaining;

  void exists(Exists exists) throws IOException {
    check(size < 0, exists);
    size = exists.size();
    blockSizeBytes = exists.blockSizeBytes();
  }

  void blockHeader(BlockHeader header) throws IOException {
    long toBoundary = blockSizeBytes - received % Math.max(1, blockSizeBytes);
    long expected = Math.min(toBoundary, size - received);
    check(
        blockRemaining == 0 && header.offset() == received && header.length() == expected, header);
    blockRemaining = header.length();
    crc.reset();
  }

  /** Reads {@code content}, which stays the caller's. */
  void blockContent(ByteBuf content) {
    for (ByteBuffer part : content.nioBuffers()) {
      crc.update(part);
    }
    received += content.readableBytes();
    blockRemaining -= content.readableBytes();
  }

  void blockEnd(BlockEnd end) throws IOException {
    check(blockRemaining == 0, end);
    if (crc.getValue() != end.checksum()) {
      throw new IOException(
          "wrong checksum of the block that ends at %d: %08x (expected: %08x)"
              .formatted(received, crc.getValue(), end.checksum()));
    }
  }

  void end(End end) throws IOException {
    check(received == size && end.length() == size, end);
  }

  /** Whether what has come ends with the first block, or within it. */
  boolean isFirstBlock() {
    return received <= blockSizeBytes;
  }

  /** The length of the file in bytes. */
  long size() {
    return size;
  }

  private void check(boolean expected, Object message) throws IOException {
    if (!expected) {
      throw new IOException(
          "after %d of %d bytes, not expected: %s".formatted(received, size, message));
    }
  }
}
