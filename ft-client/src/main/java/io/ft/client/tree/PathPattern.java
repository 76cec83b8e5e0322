package io.ft.client.tree;

import java.util.List;

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
  private final boolean ofOnePart;
  private final boolean ofFolder;

  private PathPattern(Glob glob, boolean ofOnePart, boolean ofFolder) {
    this.glob = glob;
    this.ofOnePart = ofOnePart;
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
    boolean ofOnePart = rest.indexOf('/') < 0;
    String glob = rest.startsWith("/") ? rest.substring(1) : rest;
    if (glob.isEmpty()) {
      throw new IllegalArgumentException("the pattern is empty: '" + pattern + "'");
    }
    return new PathPattern(Glob.of(glob), ofOnePart, ofFolder);
  }

  /** Whether it matches the file at {@code path}, parts separated by {@code /}. */
  public boolean matches(String path) {
    if (ofOnePart) {
      List<String> parts = List.of(path.split("/", -1));
      return parts.subList(0, parts.size() - (ofFolder ? 1 : 0)).stream().anyMatch(glob::matches);
    }
    return (!ofFolder && glob.matches(path)) || glob.matchesAFolderOf(path);
  }
}
