package io.ft.server;

import io.ft.codec.BlockHeader;
import io.ft.server.testing.TestFiles;

/** A block as it came to a test client. */
final class Block {

  private final BlockHeader header;
  private final byte[] data;
  private final long checksum;

  Block(BlockHeader header, byte[] data, long checksum) {
    this.header = header;
    this.data = data;
    this.checksum = checksum;
  }

  int id() {
    return header.id();
  }

  long offset() {
    return header.offset();
  }

  int length() {
    return data.length;
  }

  byte[] data() {
    return data;
  }

  /** Whether the data match the checksum that came with them. */
  boolean intact() {
    return TestFiles.crc32c(data) == checksum;
  }

  @Override
  public String toString() {
    return header + (intact() ? "" : " damaged");
  }
}
