package io.ft.codec;

import java.util.HashMap;
import java.util.Map;

/**
 * What a {@link Failure} can say. The number is on the wire and frozen. A number that this version
 * does not know reads as {@link #UNKNOWN}.
 */
public enum ErrorCode {
  /** A code that this version does not know; treated as final. */
  UNKNOWN(0, false),
  /** The peer broke a rule of the protocol. */
  MALFORMED(1, false),
  /** The two sides have no version in common. */
  UNSUPPORTED_VERSION(2, false),
  /** A message that the receiver does not offer, such as a feature that was not negotiated. */
  UNSUPPORTED(3, false),
  /** More exchanges, or a larger value, than the receiver announced. */
  LIMIT_EXCEEDED(4, false),
  /** A frame's checksum does not match: the bytes were damaged on the way. */
  CHECKSUM(5, true),
  /** The source is not, or no longer, the one that the tag names. */
  CHANGED(6, true),
  /** The server could not read the source. */
  READ_ERROR(7, true),
  /** The offset lies beyond the end of the source. */
  BAD_RANGE(8, false),
  /** The client cancelled the exchange. */
  CANCELLED(9, false),
  /** The peer was silent, or made no progress, for too long. */
  TIMEOUT(10, true),
  /** The token is missing, wrong, or not good for this. */
  UNAUTHORIZED(11, false),
  /** The server is about to stop; what was verified so far can be resumed. */
  GOING_AWAY(12, true),
  /** The server failed in a way that it cannot explain. */
  INTERNAL(13, false);

  private static final Map<Integer, ErrorCode> BY_NUMBER = new HashMap<>();

  static {
    for (ErrorCode code : values()) {
      if (BY_NUMBER.put(code.number, code) != null) {
        throw new IllegalStateException("error number used twice: " + code.number);
      }
    }
  }

  private final int number;
  private final boolean retryable;

  ErrorCode(int number, boolean retryable) {
    this.number = number;
    this.retryable = retryable;
  }

  /** The number on the wire, 0 to 65,535. */
  public int number() {
    return number;
  }

  /** Whether the same request can succeed when it is sent again. */
  public boolean retryable() {
    return retryable;
  }

  /** The code with this number, {@link #UNKNOWN} if there is none. */
  public static ErrorCode of(int number) {
    return BY_NUMBER.getOrDefault(number, UNKNOWN);
  }
}
