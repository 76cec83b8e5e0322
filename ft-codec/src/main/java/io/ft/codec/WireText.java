package io.ft.codec;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text on the wire: UTF-8, where each byte that is not part of valid UTF-8 becomes a lone surrogate
 * U+DC80 to U+DCFF.
 *
 * <p>This is the "surrogateescape" of Python's PEP 383. It keeps a damaged name apart from every
 * valid one, so that it can be refused, logged and written back without a loss.
 */
public final class WireText {

  private static final int ESCAPE = 0xDC00;

  private WireText() {}

  /**
   * Reads {@code length} bytes from {@code in}, which stays the caller's.
   *
   * @throws IndexOutOfBoundsException if {@code in} has fewer bytes
   */
  public static String read(ByteBuf in, int length) {
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return decode(bytes);
  }

  /** The text that {@code bytes} stand for. */
  public static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isUnderflow()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xFF)));
      }
    }
  }

  /**
   * The bytes of {@code text}, with escaped bytes turned back into themselves.
   *
   * @throws IllegalArgumentException if {@code text} holds a lone surrogate that stands for no byte
   */
  public static byte[] encode(String text) {
    ByteBuffer out = ByteBuffer.allocate(3 * text.length());
    text.codePoints().forEach(codePoint -> put(out, codePoint));
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /** Whether {@code text} came from valid UTF-8 and can be written as such. */
  public static boolean isValid(String text) {
    return text.codePoints().noneMatch(WireText::isSurrogate);
  }

  private static void put(ByteBuffer out, int codePoint) {
    if (codePoint < 0x80) {
      out.put((byte) codePoint);
    } else if (!isSurrogate(codePoint)) {
      out.put(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    } else if (codePoint >= ESCAPE + 0x80 && codePoint <= ESCAPE + 0xFF) {
      out.put((byte) (codePoint - ESCAPE));
    } else {
      throw new IllegalArgumentException(
          String.format("lone surrogate: U+%04X (expected: U+DC80 to U+DCFF)", codePoint));
    }
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
