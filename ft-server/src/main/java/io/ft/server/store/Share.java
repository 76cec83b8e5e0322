package io.ft.server.store;

import java.nio.file.Path;

/**
 * A folder that a server offers.
 *
 * <p>A server has either one share without a name, whose folder is the root that paths start at; or
 * any number of named ones, and a path begins with the name of one.
 *
 * @param name empty, or one part of a path that does not begin with a dot
 * @param folder whose files are served
 */
public record Share(String name, Path folder) {

  public Share {
    if (!name.isEmpty() && !isValid(name)) {
      throw new IllegalArgumentException(
          "share: '" + name + "' (expected: one part of a path that does not begin with a dot)");
    }
  }

  /** The only share of a server, whose folder is its root. */
  public static Share unnamed(Path folder) {
    return new Share("", folder);
  }

  private static boolean isValid(String name) {
    try {
      return PathParts.of(name, false).size() == 1;
    } catch (NotServedException e) {
      return false;
    }
  }
}
