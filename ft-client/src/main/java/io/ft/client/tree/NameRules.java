package io.ft.client.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a name can be that of a file, on this system or on all. */
final class NameRules {

  private static final int MAX_PART_BYTES = 255;
  private static final String NOT_PORTABLE = "<>:\"|?*\\";

  /** Names that mean a device on Windows, whatever follows the first dot. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "(?i)(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?");

  private NameRules() {}

  /**
   * Why {@code part} cannot be one name here.
   *
   * @return null if it can
   */
  static @Nullable String violation(String part) {
    if (part.getBytes(UTF_8).length > MAX_PART_BYTES) {
      return "a part is longer than " + MAX_PART_BYTES + " bytes";
    }
    try {
      Path path = Path.of(part);
      boolean isOneName =
          !path.isAbsolute() && path.getNameCount() == 1 && path.toString().equals(part);
      return isOneName && !part.equals(".") && !part.equals("..") && !part.isEmpty()
          ? null
          : "a part is more than a name here";
    } catch (InvalidPathException e) {
      return "no name on this system: " + e.getReason();
    }
  }

  /**
   * Why {@code part} cannot be one name everywhere (Microsoft, "Naming Files, Paths, and
   * Namespaces").
   *
   * @return null if it can
   */
  static @Nullable String portabilityViolation(String part) {
    for (int i = 0; i < part.length(); i++) {
      char character = part.charAt(i);
      if (character < ' ' || NOT_PORTABLE.indexOf(character) >= 0) {
        return "a character that not every system has in names";
      }
    }
    if (part.endsWith(".") || part.endsWith(" ")) {
      return "a part ends with a dot or a space, which not every system keeps";
    }
    return DEVICE.matcher(part).matches() ? "the name of a device on some systems" : null;
  }
}
