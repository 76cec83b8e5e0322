package io.ft.client;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** Hands bytes on to a stream, block by block, each when it has been verified and not before. */
final class VerifiedStream implements Destination {

  private final WritableByteChannel out;
  private final Deque<ByteBuf> block = new ArrayDeque<>();

  VerifiedStream(WritableByteChannel out) {
    this.out = out;
  }

  @Override
  public void open() {}

  @Override
  public void write(ByteBuf content) {
    block.add(content);
  }

  @Override
  public void blockVerified() throws IOException {
    while (!block.isEmpty()) {
      Buffers.writeAndRelease(block.remove(), out);
    }
  }

  @Override
  public void commit(long sizeBytes) {}

  @Override
  public void abort() {
    while (!block.isEmpty()) {
      block.remove().release();
    }
  }
}
