package io.ft.server.cli;

import io.ft.server.store.Share;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A share as an operator writes it: {@code NAME=DIR}. */
record NamedFolder(String name, Path folder) {

  static final Kind<NamedFolder> KIND =
      Kind.of(
          "NAME=DIR",
          "NAME=DIR, where NAME is one part of a path that does not begin with a dot",
          NamedFolder::read);

  private static @Nullable NamedFolder read(String text) {
    int equals = text.indexOf('=');
    Path folder = equals < 1 ? null : Kind.pathOf(text.substring(equals + 1));
    if (folder == null) {
      return null;
    }
    NamedFolder named = new NamedFolder(text.substring(0, equals), folder);
    try {
      named.share();
      return named;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  Share share() {
    return new Share(name, folder);
  }
}
