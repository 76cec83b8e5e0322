package io.ft.codec;

import java.util.HexFormat;
import java.util.Locale;

/**
 * Text from a peer or a file system, made safe for a terminal, a log line and an error message.
 *
 * <p>Control characters (C0, DEL, C1), line separators, bidirectional and other invisible
 * formatting characters, and bytes that were not UTF-8 are shown as escapes, and so is the
 * backslash, so that the result stands for one name only.
 */
public final class Printable {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Printable() {}

  /** {@code text} on one line, with everything escaped that does not show as itself. */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> append(out, codePoint));
    return out.toString();
  }

  private static void append(StringBuilder out, int codePoint) {
    switch (codePoint) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (codePoint >= 0xDC80 && codePoint <= 0xDCFF) {
          out.append("\\x").append(HEX.toHexDigits((byte) codePoint));
        } else if (showsAsItself(codePoint)) {
          out.appendCodePoint(codePoint);
        } else {
          out.append("\\u{").append(hex(codePoint)).append('}');
        }
      }
    }
  }

  private static String hex(int codePoint) {
    return Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
  }

  private static boolean showsAsItself(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
