package io.ft.client.cli;

import io.ft.client.RemoteFile;
import io.ft.client.RemoteFolder;
import io.ft.client.tree.UrlPattern;
import org.jspecify.annotations.Nullable;

/** Something that the user has asked for. */
sealed interface Wanted {

  /** What the user has called it. */
  String url();

  /** The server that it is asked of. */
  Asked asked();

  /**
   * A file.
   *
   * @param path where it goes below the target folder; null for its own name
   */
  record File(String url, RemoteFile source, @Nullable String path) implements Wanted {
    @Override
    public Asked asked() {
      return Asked.of(url, source);
    }
  }

  /** A folder with everything in it, or a file: only the server knows. */
  record Tree(String url, RemoteFolder folder) implements Wanted {
    @Override
    public Asked asked() {
      return Asked.of(url, folder);
    }
  }

  /** Whatever matches. */
  record Matches(String url, UrlPattern pattern) implements Wanted {
    @Override
    public Asked asked() {
      return Asked.of(url, pattern.base());
    }
  }
}
