package io.ft.codec;

import io.netty.handler.codec.DecoderException;

/**
 * The peer sent bytes that the protocol does not allow. The decoder that threw it reads no further:
 * tell the peer with a {@link Failure} of {@link #code()} where the dialect has one, and close.
 */
public final class ProtocolException extends DecoderException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * The peer broke a rule.
   *
   * @param code what to tell the peer
   * @param message which rule, for people; text of the peer stands in it escaped ({@link
   *     Printable})
   */
  public ProtocolException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /** What to tell the peer. */
  public ErrorCode code() {
    return code;
  }
}
