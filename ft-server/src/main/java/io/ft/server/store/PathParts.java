package io.ft.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.codec.Limits;
import io.ft.codec.WireText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a name from the wire, each of which is one name in one folder.
 *
 * <p>A name is relative, separated by {@code /}, and has no part that is empty, {@code .} or {@code
 * ..}. Anything else that the platform takes as an ordinary name is one.
 */
final class PathParts {

  /** NAME_MAX of Linux; asking for a longer name is an error of its own and not a missing file. */
  static final int MAX_PART_BYTES = 255;

  private PathParts() {}

  /**
   * Splits {@code path}.
   *
   * @param hiddenFiles whether a part may begin with a dot
   * @throws NotServedException if no file can have this name, or it is hidden
   */
  static List<Path> of(String path, boolean hiddenFiles) throws NotServedException {
    check(path);
    List<Path> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      parts.add(part(part));
      if (!hiddenFiles && isHidden(part)) {
        throw new NotServedException("a part is hidden");
      }
    }
    return parts;
  }

  /** Throws if {@code path} as a whole can be no name. */
  static void check(String path) throws NotServedException {
    if (!WireText.isValid(path)) {
      throw new NotServedException("not UTF-8");
    }
    int length = path.getBytes(UTF_8).length;
    if (length > Limits.MAX_PATH_BYTES) {
      throw new NotServedException("longer than " + Limits.MAX_PATH_BYTES + " bytes: " + length);
    }
  }

  /** Whether the part is one that users do not see in a folder unless they ask for it. */
  static boolean isHidden(String part) {
    return part.startsWith(".");
  }

  /** The text that a request has for {@code name}, which is one part; null if none can name it. */
  static @Nullable String textOf(Path name) {
    String text = name.toString();
    try {
      // Bytes that are no text have become a replacement character, which has bytes of its own.
      return part(text).equals(name) ? text : null;
    } catch (NotServedException e) {
      return null;
    }
  }

  private static Path part(String part) throws NotServedException {
    if (part.isEmpty() || part.equals(".") || part.equals("..")) {
      throw new NotServedException("a part is empty, '.' or '..'");
    }
    if (part.getBytes(UTF_8).length > MAX_PART_BYTES) {
      throw new NotServedException("a part is longer than " + MAX_PART_BYTES + " bytes");
    }
    Path name;
    try {
      name = Path.of(part);
    } catch (InvalidPathException e) {
      throw new NotServedException("no name on this system: " + e.getReason());
    }
    if (name.isAbsolute() || name.getNameCount() != 1 || !name.toString().equals(part)) {
      throw new NotServedException("more than a name on this system");
    }
    return name;
  }
}
