package io.ft.client;

import io.ft.codec.Limits;
import io.ft.codec.WireText;
import org.jspecify.annotations.Nullable;

/** What a path has to be to name something on a server ({@code docs/protocol.md}, P-1). */
final class PathRules {

  private PathRules() {}

  /** Which rule {@code path} breaks; null if it breaks none. */
  static @Nullable String violation(String path) {
    if (path.isEmpty()) {
      return "empty";
    }
    if (!WireText.isValid(path)) {
      return "not UTF-8";
    }
    if (WireText.encode(path).length > Limits.MAX_PATH_BYTES) {
      return "longer than " + Limits.MAX_PATH_BYTES + " bytes";
    }
    if (path.indexOf('\0') >= 0) {
      return "a NUL";
    }
    for (int start = 0; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (end == start || isDots(path, start, end)) {
        return "a part is empty, '.' or '..'";
      }
      start = end + 1;
    }
    return null;
  }

  private static boolean isDots(String path, int start, int end) {
    return end - start <= 2 && path.charAt(start) == '.' && path.charAt(end - 1) == '.';
  }
}
