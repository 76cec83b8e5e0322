package io.ft.testing;

import java.util.Arrays;

/**
 * The bytes that a fuzzer made, read from the front: first the few that say how to use the rest.
 * Behind the end there are zeros, so that every input means something.
 */
public final class FuzzInput {

  private final byte[] bytes;
  private int at;

  public FuzzInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The next byte, 0 to 255. */
  public int u8() {
    return at < bytes.length ? bytes[at++] & 0xFF : 0;
  }

  /** The next two bytes, 0 to 65,535. */
  public int u16() {
    return u8() << 8 | u8();
  }

  /** The next bytes; fewer than {@code length} at the end. */
  public byte[] bytes(int length) {
    int start = at;
    at = Math.min(bytes.length, start + length);
    return Arrays.copyOfRange(bytes, start, at);
  }

  /** All that are left. */
  public byte[] rest() {
    return bytes(remaining());
  }

  public int remaining() {
    return bytes.length - at;
  }
}
