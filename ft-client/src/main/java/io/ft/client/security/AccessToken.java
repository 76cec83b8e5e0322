package io.ft.client.security;

import io.ft.codec.WireText;

/** A password for a server. Never shown: its text is "hidden". */
public final class AccessToken {

  /** What fits into a greeting. */
  private static final int MAX_BYTES = 1_024;

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final String value;

  /**
   * A token.
   *
   * @throws IllegalArgumentException if it is empty, longer than 1,024 bytes in UTF-8, or has white
   *     space or control characters
   */
  public AccessToken(String value) {
    if (value.isEmpty() || WireText.encode(value).length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a token of " + WireText.encode(value).length + " bytes (expected: 1 to 1024)");
    }
    if (value.codePoints().anyMatch(AccessToken::cannotBeIn)) {
      throw new IllegalArgumentException("a token with white space or control characters");
    }
    this.value = value;
  }

  /**
   * What only an editor or a copy from elsewhere can have put there: no server has such a token.
   */
  private static boolean cannotBeIn(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || c == BYTE_ORDER_MARK;
  }

  /** What is sent. */
  public String value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccessToken token && value.equals(token.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "hidden";
  }
}
