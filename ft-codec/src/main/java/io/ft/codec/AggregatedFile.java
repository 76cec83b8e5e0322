package io.ft.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import org.jspecify.annotations.Nullable;

/**
 * A whole file, as {@link FileAggregator} makes it of the messages of an exchange. Every block of
 * it has matched its checksum; the classic dialect has none.
 *
 * <p>Whoever receives it releases it.
 */
public final class AggregatedFile extends DefaultByteBufHolder {

  private final Exists exists;

  /** Takes over the caller's reference to {@code content}, the bytes of {@code exists}. */
  public AggregatedFile(Exists exists, ByteBuf content) {
    super(content);
    this.exists = exists;
  }

  /** The exchange that it came in. */
  public int id() {
    return exists.id();
  }

  /** What the server said of it. */
  public Exists exists() {
    return exists;
  }

  @Override
  public AggregatedFile replace(ByteBuf content) {
    return new AggregatedFile(exists, content);
  }

  @Override
  public AggregatedFile retain() {
    super.retain();
    return this;
  }

  @Override
  public AggregatedFile retain(int increment) {
    super.retain(increment);
    return this;
  }

  @Override
  public AggregatedFile touch() {
    super.touch();
    return this;
  }

  @Override
  public AggregatedFile touch(Object hint) {
    super.touch(hint);
    return this;
  }

  /** The same answer of the server and the same bytes. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AggregatedFile file
        && exists.equals(file.exists)
        && super.equals(other);
  }

  @Override
  public int hashCode() {
    return 31 * exists.hashCode() + super.hashCode();
  }

  @Override
  public String toString() {
    return "AggregatedFile[" + (refCnt() == 0 ? "released, " : "") + exists + "]";
  }
}
