package io.ft.client.tree;

import io.ft.client.RemoteEntry;
import io.ft.client.RemoteFile;
import io.ft.client.RemoteFolder;

/**
 * A file or a folder of a tree.
 *
 * @param origin the listing that it is from
 * @param entry what the listing says of it
 */
public record TreeEntry(Origin origin, RemoteEntry entry) {

  /**
   * One listing.
   *
   * @param folder what was listed
   * @param prefix the path here of what is in it; empty, or with a {@code /} at its end
   */
  public record Origin(RemoteFolder folder, String prefix) {}

  /** Where it is here, below the target folder; parts separated by {@code /}. */
  public String path() {
    return origin.prefix() + entry.path();
  }

  /** Where it is on the server; of a file alone. */
  public RemoteFile source() {
    return origin.folder().file(entry.path());
  }

  boolean isFile() {
    return entry.kind() == RemoteEntry.Kind.FILE;
  }
}
