package io.ft.client.tree;

import io.ft.client.RemoteFolder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A URL whose last parts are patterns, such as {@code ft://host/logs/2026-*}{@code /*.gz}. Each
 * part is matched on its own, as {@link PathPattern} says. A character that is percent-encoded
 * stands for itself.
 *
 * @param base the folder in front of the first part that is a pattern
 * @param parts what the names below it have to match, one for each level
 */
public record UrlPattern(RemoteFolder base, List<Glob> parts) {

  private static final String META = "*?[{";

  public UrlPattern {
    parts = List.copyOf(parts);
  }

  /**
   * Reads {@code url}.
   *
   * @return null if no part is a pattern
   * @throws IllegalArgumentException if it is no ft URL, or a part is no pattern
   */
  public static @Nullable UrlPattern parse(String url) {
    int path = pathStart(url);
    int first = firstMeta(url, path);
    if (first < 0) {
      return null;
    }
    int patterns = url.lastIndexOf('/', first) + 1;
    RemoteFolder base = RemoteFolder.parse(url.substring(0, patterns));
    List<Glob> parts = new ArrayList<>();
    for (String part : url.substring(patterns).split("/", -1)) {
      if (part.isEmpty()) {
        throw new IllegalArgumentException("a part of the path is empty");
      }
      parts.add(Glob.of(glob(part)));
    }
    return new UrlPattern(base, parts);
  }

  /** Whether a name on level {@code depth}, counted from 0, is one that was asked for. */
  public boolean matches(int depth, String name) {
    return parts.get(depth).matches(name);
  }

  private static int pathStart(String url) {
    int authority = url.indexOf("://");
    int slash = authority < 0 ? -1 : url.indexOf('/', authority + "://".length());
    return slash < 0 ? url.length() : slash;
  }

  private static int firstMeta(String url, int from) {
    for (int i = from; i < url.length(); i++) {
      if (META.indexOf(url.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** The glob for one part: what is percent-encoded is decoded, and means nothing but itself. */
  private static String glob(String part) {
    StringBuilder glob = new StringBuilder();
    int at = 0;
    while (at < part.length()) {
      int end = at;
      while (end < part.length() && part.charAt(end) == '%') {
        end = Math.min(part.length(), end + "%XX".length());
      }
      if (end == at) {
        glob.append(part.charAt(at++));
      } else {
        // The URL parser knows how encoded bytes become characters.
        String decoded = RemoteFolder.parse("ft://any/" + part.substring(at, end)).path();
        decoded.codePoints().forEach(character -> glob.append('\\').appendCodePoint(character));
        at = end;
      }
    }
    return glob.toString();
  }
}
