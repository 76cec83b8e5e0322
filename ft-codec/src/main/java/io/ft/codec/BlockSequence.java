package io.ft.codec;

/**
 * The one order in which the blocks of an exchange can come ({@code docs/protocol.md}, B-1 to B-4
 * and B-7). A receiver shows it each message of the data and so knows that nothing is missing,
 * comes twice, or stands in the wrong place; a sender asks it how long the next block is.
 *
 * <p>It does not look at checksums: a receiver sums the contents up (CRC32C), and compares the sum
 * with {@link BlockEnd#checksum} before it uses the block.
 *
 * <p>Not thread-safe. Allocates nothing.
 */
public final class BlockSequence {

  private final int blockSizeBytes;
  private final long start;
  private final long end;
  private long position;
  private int blockRemaining;

  /**
   * The blocks of a range.
   *
   * @param blockSizeBytes as in {@link Exists}
   * @param start the first byte of the range, counted from the start of the file
   * @param end the byte behind the last one; the same as {@code start} for an empty range
   * @throws IllegalArgumentException if {@code blockSizeBytes} is not between 1 and {@link
   *     Limits#MAX_BLOCK_BYTES}, or {@code start} not between 0 and {@code end}
   */
  public BlockSequence(int blockSizeBytes, long start, long end) {
    this.blockSizeBytes =
        Checks.inRange("blockSizeBytes", blockSizeBytes, 1, Limits.MAX_BLOCK_BYTES);
    this.start = Checks.notNegative("start", start);
    this.end = Checks.inRange("end", end, start, Long.MAX_VALUE);
    this.position = start;
  }

  /**
   * The blocks that a server sends of {@code exists} for {@code ready}.
   *
   * @throws IllegalArgumentException if the range begins behind the end of the file
   */
  public static BlockSequence of(Exists exists, Ready ready) {
    long offset = Checks.inRange("offset", ready.offset(), 0, exists.size());
    long length = Math.min(ready.length(), exists.size() - offset);
    return new BlockSequence(exists.blockSizeBytes(), offset, offset + length);
  }

  /** Where the next byte stands, counted from the start of the file. */
  public long position() {
    return position;
  }

  /** Whether all bytes of the range are there. */
  public boolean isComplete() {
    return position == end;
  }

  /** The bytes of the whole range. */
  public long lengthBytes() {
    return end - start;
  }

  /** The length of the block that begins at {@link #position}, in bytes; 0 at the end. */
  public int nextBlockBytes() {
    return (int) Math.min(blockSizeBytes - position % blockSizeBytes, end - position);
  }

  /**
   * A block begins.
   *
   * @throws ProtocolException if it is not the next one
   */
  public void begin(BlockHeader block) {
    if (blockRemaining > 0 || block.offset() != position || block.length() != nextBlockBytes()) {
      throw malformed(
          block + " (expected: offset " + position + ", " + nextBlockBytes() + " bytes)");
    }
    blockRemaining = block.length();
  }

  /**
   * Bytes of the block come; who calls it releases them.
   *
   * @throws ProtocolException if there are more than the block has
   */
  public void content(BlockContent content) {
    int bytes = content.content().readableBytes();
    if (bytes > blockRemaining) {
      throw malformed(content + " (expected: at most " + blockRemaining + " bytes)");
    }
    blockRemaining -= bytes;
    position += bytes;
  }

  /**
   * The block ends.
   *
   * @throws ProtocolException if bytes of it are missing
   */
  public void end(BlockEnd block) {
    if (blockRemaining > 0) {
      throw malformed(block + " (expected: " + blockRemaining + " bytes more)");
    }
  }

  /**
   * The exchange ends.
   *
   * @throws ProtocolException if bytes are missing, or it speaks of another number of them
   */
  public void end(End last) {
    if (!isComplete() || blockRemaining > 0 || last.length() != lengthBytes()) {
      throw malformed("%s at byte %d of %d to %d".formatted(last, position, start, end));
    }
  }

  private static ProtocolException malformed(String message) {
    return new ProtocolException(ErrorCode.MALFORMED, message);
  }
}
