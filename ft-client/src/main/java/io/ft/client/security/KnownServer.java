package io.ft.client.security;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the known hosts say of a server, at the moment at which they were read.
 *
 * @param file where it stands; null if there are no known hosts
 * @param entries the server's lines; none if nothing is known of it
 */
record KnownServer(@Nullable Path file, List<Entry> entries) {

  /** A client that has no known hosts knows this of every server. */
  static final KnownServer UNKNOWN = new KnownServer(null, List.of());

  /**
   * A line.
   *
   * @param line its number, from 1
   * @param key the key that the server may have; null if an authority has to vouch for it
   */
  record Entry(int line, @Nullable KeyFingerprint key) {}

  KnownServer {
    entries = List.copyOf(entries);
  }

  boolean isUnknown() {
    return entries.isEmpty();
  }

  /** Whether it may have this key, whoever vouches for it. */
  boolean hasKey(KeyFingerprint key) {
    return entries.stream().map(Entry::key).anyMatch(key::equals);
  }

  /** Whether it may have any key for which an authority vouches. */
  boolean mayBeVouchedFor() {
    return entries.stream().map(Entry::key).anyMatch(Objects::isNull);
  }

  /** Where it stands: the file and the lines. */
  String places() {
    return file
        + ":"
        + entries.stream().map(each -> "" + each.line()).collect(Collectors.joining(", "));
  }
}
