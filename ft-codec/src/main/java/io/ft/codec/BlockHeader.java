package io.ft.codec;

/**
 * A block of file data begins: exactly {@code length} bytes follow as {@link BlockContent} (or, on
 * the sending side, as any buffer or file region), and then {@link BlockEnd}. A sender must not
 * write this before it knows that it can keep the promise.
 *
 * <p>Blocks of one exchange come in the order of their offsets, without a gap. Blocks of different
 * exchanges may take turns, but never interrupt each other.
 *
 * @param id the exchange
 * @param offset where the block lies, in bytes from the start of the file
 * @param length the bytes of the block, 1 to {@link Limits#MAX_BLOCK_BYTES}
 */
public record BlockHeader(int id, long offset, int length) implements Message {

  public BlockHeader {
    Checks.exchangeId(id);
    Checks.notNegative("offset", offset);
    Checks.inRange("length", length, 1, Limits.MAX_BLOCK_BYTES);
  }

  @Override
  public MessageType type() {
    return MessageType.BLOCK_HEADER;
  }
}
