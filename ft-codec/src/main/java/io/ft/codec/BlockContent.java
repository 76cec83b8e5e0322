package io.ft.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import org.jspecify.annotations.Nullable;

/**
 * Some bytes of the block that {@link BlockHeader} announced, as they came from the network: never
 * aggregated, of any length but 0.
 *
 * <p>The receiver of an inbound content releases it; an outbound one is released when it has been
 * written.
 */
public final class BlockContent extends DefaultByteBufHolder implements Message {

  private final int id;

  /**
   * Takes over the caller's reference to {@code content}.
   *
   * @param id the exchange, at least 1
   * @param content some bytes of the block; at least one, unless they are released at once
   * @throws IllegalArgumentException if {@code id} is none; {@code content} is then still the
   *     caller's
   */
  public BlockContent(int id, ByteBuf content) {
    super(content);
    this.id = Checks.exchangeId(id);
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public MessageType type() {
    return MessageType.BLOCK_CONTENT;
  }

  @Override
  public BlockContent replace(ByteBuf content) {
    return new BlockContent(id, content);
  }

  @Override
  public BlockContent retain() {
    super.retain();
    return this;
  }

  @Override
  public BlockContent retain(int increment) {
    super.retain(increment);
    return this;
  }

  @Override
  public BlockContent touch() {
    super.touch();
    return this;
  }

  @Override
  public BlockContent touch(Object hint) {
    super.touch(hint);
    return this;
  }

  /** The same exchange and the same bytes. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockContent content && id == content.id && super.equals(other);
  }

  @Override
  public int hashCode() {
    return 31 * id + super.hashCode();
  }

  @Override
  public String toString() {
    Object length = refCnt() == 0 ? "released" : content().readableBytes();
    return "BlockContent[id=" + id + ", length=" + length + "]";
  }
}
