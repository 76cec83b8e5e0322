package io.ft.client.store;

import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Hands bytes on to a stream, block by block, each when it has been verified and not before. A
 * block that comes damaged has to come again before any other can be handed on.
 */
public final class VerifiedStream implements Destination {

  private final WritableByteChannel out;
  private final Deque<ByteBuf> block = new ArrayDeque<>();

  private @Nullable Source source;
  private long handedOnBytes;

  /** Hands on to {@code out}, which stays open. */
  public VerifiedStream(WritableByteChannel out) {
    this.out = out;
  }

  @Override
  public Tag expectedTag() {
    return source == null || handedOnBytes == 0 ? Tag.NONE : source.tag();
  }

  @Override
  public void forget(String reason) {
    // Nothing is here from an earlier time.
  }

  @Override
  public Opening open(Source source) throws SourceChangedException {
    dropBlock();
    if (handedOnBytes > 0 && !source.equals(this.source)) {
      throw new SourceChangedException("the server announces the file in another way now");
    }
    this.source = source;
    return new Opening(0, null);
  }

  @Override
  public @Nullable Range missing() {
    if (source == null) {
      throw new IllegalStateException("not open");
    }
    long length = source.sizeBytes() - handedOnBytes;
    return length == 0 ? null : new Range(handedOnBytes, length);
  }

  @Override
  public void write(long offset, ByteBuf content) {
    block.add(content);
  }

  @Override
  public void blockVerified(long offset, int length, int checksum) throws IOException {
    while (!block.isEmpty()) {
      Buffers.writeAndRelease(block.remove(), out);
    }
    handedOnBytes += length;
  }

  @Override
  public boolean blockDamaged(long offset, int length) {
    dropBlock();
    return false;
  }

  @Override
  public boolean canGoOn() {
    return handedOnBytes == 0 || (source != null && !source.tag().isNone());
  }

  @Override
  public void commit(@Nullable Instant modified) {
    // Every block is handed on already.
  }

  @Override
  public void close(boolean keep) {
    dropBlock();
  }

  @Override
  public long durableBytes() {
    return 0;
  }

  private void dropBlock() {
    while (!block.isEmpty()) {
      block.remove().release();
    }
  }
}
