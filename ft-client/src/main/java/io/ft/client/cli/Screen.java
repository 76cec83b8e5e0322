package io.ft.client.cli;

import java.io.PrintWriter;
import java.util.List;

/**
 * Writes lines that stay, and below them lines that are replaced again and again. The cursor is
 * always at the start of the line below all of them, so that the terminal is in order however the
 * program ends. Not thread-safe.
 */
final class Screen {

  private static final String CLEAR_TO_LINE_END = "\u001b[K";
  private static final String CLEAR_TO_SCREEN_END = "\u001b[J";

  /**
   * A line that is too wide after all is cut and not wrapped: the terminal was made narrower a
   * moment ago, or it takes a character for wider than it is here.
   */
  private static final String WITHOUT_WRAPPING = "\u001b[?7l";

  private static final String WITH_WRAPPING = "\u001b[?7h";

  private final PrintWriter out;

  /** What was drawn, and is still there. */
  private List<String> drawn = List.of();

  private int columns;

  Screen(PrintWriter out) {
    this.out = out;
  }

  /** Adds a line that stays, in the place of those that do not. */
  void println(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  /**
   * Draws {@code lines} in the place of those drawn before.
   *
   * @param columns how wide the terminal is now; a line is not wider
   */
  void draw(List<String> lines, int columns) {
    StringBuilder text = new StringBuilder(toTheTop(columns));
    if (columns != this.columns) {
      text.append(CLEAR_TO_SCREEN_END);
    }
    text.append(WITHOUT_WRAPPING);
    for (String line : lines) {
      text.append(line).append(CLEAR_TO_LINE_END).append('\n');
    }
    text.append(WITH_WRAPPING);
    if (lines.size() < drawn.size()) {
      text.append(CLEAR_TO_SCREEN_END);
    }
    out.print(text);
    out.flush();
    drawn = List.copyOf(lines);
    this.columns = columns;
  }

  /** Takes away what was drawn. */
  void clear() {
    if (!drawn.isEmpty()) {
      out.print(toTheTop(columns) + CLEAR_TO_SCREEN_END);
      out.flush();
      drawn = List.of();
    }
  }

  /** A terminal that was made narrower has wrapped what was drawn. */
  private String toTheTop(int columns) {
    int rows = 0;
    for (String line : drawn) {
      rows += Math.max(1, (TextWidth.of(line) + columns - 1) / Math.max(1, columns));
    }
    return rows == 0 ? "\r" : "\r\u001b[" + rows + "A";
  }
}
