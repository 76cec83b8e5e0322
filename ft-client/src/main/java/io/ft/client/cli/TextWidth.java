package io.ft.client.cli;

/**
 * How many columns of a terminal text takes: most characters one, those of East Asia and emoji two,
 * accents that are put over another character none. Where terminals differ it is the larger number,
 * so that a line that fits by it fits.
 */
final class TextWidth {

  private static final String ELLIPSIS = "\u2026";

  /** Turns the character before it into an emoji. */
  private static final int EMOJI_STYLE = 0xFE0F;

  /**
   * The first and the last of each range that is two columns wide: East Asian Width W and F, and
   * whole blocks where emoji are spread over them.
   */
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23F3, 0x25FD, 0x25FE, 0x2600, 0x27BF,
    0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0x4DBF, 0x4E00, 0xA4CF,
    0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19, 0xFE30, 0xFE6F, 0xFF00, 0xFF60,
    0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F000, 0x1FAFF, 0x20000, 0x3FFFF
  };

  private TextWidth() {}

  /** The columns that {@code text}, which has no control characters, takes. */
  static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  private static int of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> codePoint == EMOJI_STYLE ? 1 : 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  private static boolean isWide(int codePoint) {
    for (int i = 0; i < WIDE.length && WIDE[i] <= codePoint; i += 2) {
      if (codePoint <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** {@code text}, shortened in the middle if it is wider than {@code columns}. */
  static String shorten(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    if (columns < 1) {
      return "";
    }
    int[] codePoints = text.codePoints().toArray();
    int tailColumns = (columns - 1) / 2;
    int head = 0;
    for (int free = columns - 1 - tailColumns; head < codePoints.length; head++) {
      free -= of(codePoints[head]);
      if (free < 0) {
        break;
      }
    }
    int tail = codePoints.length;
    for (int free = tailColumns; tail > head; tail--) {
      free -= of(codePoints[tail - 1]);
      if (free < 0) {
        break;
      }
    }
    // An accent without its letter would be put over the ellipsis.
    while (tail < codePoints.length && of(codePoints[tail]) == 0) {
      tail++;
    }
    return new String(codePoints, 0, head)
        + ELLIPSIS
        + new String(codePoints, tail, codePoints.length - tail);
  }

  /** {@code text} with spaces behind it up to {@code columns}. */
  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }
}
