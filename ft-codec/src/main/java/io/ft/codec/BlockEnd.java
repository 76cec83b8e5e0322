package io.ft.codec;

/**
 * All bytes of a block have been sent.
 *
 * @param id the exchange
 * @param checksum the CRC32C of the block's bytes as its sender had them, 0 to 2^32-1; or {@link
 *     #UNCHECKED}. The receiver compares it before it trusts the block: no decoder does
 */
public record BlockEnd(int id, long checksum) implements Message {

  /** There is no checksum: the classic dialect carries none. */
  public static final long UNCHECKED = -1;

  public BlockEnd {
    Checks.exchangeId(id);
    Checks.inRange("checksum", checksum, UNCHECKED, 0xFFFF_FFFFL);
  }

  @Override
  public MessageType type() {
    return MessageType.BLOCK_END;
  }
}
