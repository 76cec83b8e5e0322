package io.ft.codec;

/** The fixed limits of the protocol ({@code docs/protocol.md}, "Limits"). */
public final class Limits {

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

  private Limits() {}
}
