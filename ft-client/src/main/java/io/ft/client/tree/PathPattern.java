package io.ft.client.tree;

/**
 * A pattern for paths on a server: {@code *} is any number of characters of one part, {@code ?} is
 * one, {@code **} goes on over {@code /}, {@code [a-z]}, {@code [!a-z]} and {@code {one,other}} are
 * choices, and {@code \} takes the meaning from what follows it.
 *
 * <p>A pattern without a {@code /} is for one part at any depth; one with a {@code /} begins at the
 * top. What matches a folder matches everything in it; a pattern that ends with a {@code /} matches
 * folders alone.
 */
public final class PathPattern {

  private final Glob glob;
  private final boolean ofLastPart;
  private final boolean ofFolder;

  private PathPattern(Glob glob, boolean ofLastPart, boolean ofFolder) {
    this.glob = glob;
    this.ofLastPart = ofLastPart;
    this.ofFolder = ofFolder;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static PathPattern of(String pattern) {
    boolean ofFolder = pattern.endsWith("/");
    String rest = ofFolder ? pattern.substring(0, pattern.length() - 1) : pattern;
    boolean ofLastPart = rest.indexOf('/') < 0;
    String glob = rest.startsWith("/") ? rest.substring(1) : rest;
    if (glob.isEmpty()) {
      throw new IllegalArgumentException("the pattern is empty: '" + pattern + "'");
    }
    return new PathPattern(Glob.of(glob), ofLastPart, ofFolder);
  }

  /** Whether it matches the file at {@code path}, parts separated by {@code /}. */
  public boolean matches(String path) {
    return (!ofFolder && matchesWhole(path)) || matchesAFolderOf(path);
  }

  private boolean matchesAFolderOf(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (matchesWhole(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesWhole(String path) {
    return glob.matches(ofLastPart ? path.substring(path.lastIndexOf('/') + 1) : path);
  }
}
