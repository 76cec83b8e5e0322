package io.ft.client.tree;

import java.util.List;

/**
 * Which files of a tree are wanted: those that one of {@code includes} matches, or all if there are
 * none, without those that one of {@code excludes} matches.
 */
public record PathFilter(List<PathPattern> includes, List<PathPattern> excludes) {

  /** All of them. */
  public static final PathFilter ALL = new PathFilter(List.of(), List.of());

  public PathFilter {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }

  /** Whether the file at {@code path} is wanted. */
  public boolean wants(String path) {
    return (includes.isEmpty() || includes.stream().anyMatch(pattern -> pattern.matches(path)))
        && excludes.stream().noneMatch(pattern -> pattern.matches(path));
  }
}
