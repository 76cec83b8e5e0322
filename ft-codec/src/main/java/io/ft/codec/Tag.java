package io.ft.codec;

import java.util.HexFormat;

/**
 * The opaque identity of one version of a file. Two answers with the same tag speak of the same
 * bytes; a client compares tags and reads nothing into them.
 *
 * @param hex the bytes of the tag in lower-case hexadecimal, two digits a byte; empty for none.
 *     Anything else, or more than {@link #MAX_BYTES}, is an {@link IllegalArgumentException}
 */
public record Tag(String hex) {

  /** The longest tag, in bytes. */
  public static final int MAX_BYTES = 64;

  /** No identity, which is all that the classic dialect knows. */
  public static final Tag NONE = new Tag("");

  public Tag {
    if (hex.length() > 2 * MAX_BYTES) {
      throw new IllegalArgumentException(
          "tag: " + hex.length() / 2 + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    Checks.lowerCaseHex("tag", hex);
  }

  /** The tag with these bytes, at most {@link #MAX_BYTES} of them. */
  public static Tag of(byte[] bytes) {
    return new Tag(HexFormat.of().formatHex(bytes));
  }

  /** The bytes as they stand on the wire. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** Whether this is {@link #NONE}. */
  public boolean isNone() {
    return hex.isEmpty();
  }

  @Override
  public String toString() {
    return isNone() ? "none" : hex;
  }
}
