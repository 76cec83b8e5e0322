package io.ft.codec;

/**
 * What a client takes of a server. What is larger is refused by the codec before memory is set
 * aside for it, and fails the connection. The constants are the fixed limits of the protocol
 * ({@code docs/protocol.md}, "Limits"), which both sides keep in any case.
 *
 * <p>Start from {@link #DEFAULT}, and change what should be different: a later version may have
 * more limits.
 *
 * @param maxBlockBytes the largest block, in bytes, {@link #MIN_BLOCK_BYTES} to {@link
 *     #MAX_BLOCK_BYTES}; a client announces the same number in its {@link Hello}. The classic
 *     dialect has no blocks
 * @param maxFileBytes the largest file, in bytes, 0 to 2^63-1: the answer {@link Exists} with a
 *     larger size is {@link ErrorCode#LIMIT_EXCEEDED}
 */
public record Limits(int maxBlockBytes, long maxFileBytes) {

  /** All that the protocol allows. */
  public static final Limits DEFAULT = new Limits(Limits.MAX_BLOCK_BYTES, Long.MAX_VALUE);

  /** The longest path that can name a file, in UTF-8 bytes. */
  public static final int MAX_PATH_BYTES = 1024;

  /** The longest payload of any frame but a block, in bytes. */
  public static final int MAX_CONTROL_PAYLOAD_BYTES = 16 * 1024;

  /** The smallest block size that a server may choose, in bytes. */
  public static final int MIN_BLOCK_BYTES = 4 * 1024;

  /** The largest block that any peer may send, in bytes. */
  public static final int MAX_BLOCK_BYTES = 8 * 1024 * 1024;

  /**
   * The exchanges that every server must take at once; a client may open as many before it has seen
   * the server's {@link Hello}.
   */
  public static final int MIN_EXCHANGES = 8;

  /** The longest access token, in bytes. */
  public static final int MAX_TOKEN_BYTES = 1024;

  /** The longest name of a program in {@link Hello}, in UTF-8 bytes. */
  public static final int MAX_AGENT_BYTES = 255;

  /** The longest text of a {@link Failure} or {@link GoAway}, in UTF-8 bytes. */
  public static final int MAX_TEXT_BYTES = 1024;

  public Limits {
    Checks.inRange("maxBlockBytes", maxBlockBytes, MIN_BLOCK_BYTES, MAX_BLOCK_BYTES);
    Checks.notNegative("maxFileBytes", maxFileBytes);
  }

  /** These limits with another one for blocks, in bytes. */
  public Limits withMaxBlockBytes(int maxBlockBytes) {
    return new Limits(maxBlockBytes, maxFileBytes);
  }

  /** These limits with another one for files, in bytes. */
  public Limits withMaxFileBytes(long maxFileBytes) {
    return new Limits(maxBlockBytes, maxFileBytes);
  }

  /**
   * Refuses a file of {@code sizeBytes} if that is too large.
   *
   * @throws ProtocolException with {@link ErrorCode#LIMIT_EXCEEDED} if it is not
   */
  public void checkFile(long sizeBytes) {
    if (sizeBytes > maxFileBytes) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "file: %d bytes (expected: at most %d)".formatted(sizeBytes, maxFileBytes));
    }
  }
}
