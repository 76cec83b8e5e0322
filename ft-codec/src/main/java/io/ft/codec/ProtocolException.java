package io.ft.codec;

import io.netty.handler.codec.DecoderException;

/**
 * The peer sent bytes that the protocol does not allow. The decoder that threw it reads no further:
 * tell the peer with a {@link Failure} of {@link #code()} where the dialect has one and the peer
 * {@linkplain #isTellable() can be told}, and close.
 */
public final class ProtocolException extends DecoderException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final boolean tellable;

  /**
   * The peer broke a rule.
   *
   * @param code what to tell the peer
   * @param message which rule, for people; text of the peer stands in it escaped ({@link
   *     Printable})
   */
  public ProtocolException(ErrorCode code, String message) {
    this(code, message, true);
  }

  private ProtocolException(ErrorCode code, String message, boolean tellable) {
    super(message);
    this.code = code;
    this.tellable = tellable;
  }

  /**
   * What answers at the other end is no server of the framed dialect.
   *
   * @param message what it said instead, for people
   */
  public static ProtocolException notFramed(String message) {
    return new ProtocolException(ErrorCode.MALFORMED, message, false);
  }

  /** What to tell the peer. */
  public ErrorCode code() {
    return code;
  }

  /**
   * Whether a {@link Failure} means anything to the peer: not to what does not speak the framed
   * dialect ({@code docs/protocol.md}, D-7).
   */
  public boolean isTellable() {
    return tellable;
  }
}
