package io.ft.server.store;

import io.ft.codec.Entry.Kind;
import io.ft.server.store.FolderListing.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A listing that was read to its end. */
record Listed(List<FolderEntry> entries, long omitted) {

  static Listed of(FileStore store, String path, boolean recursive, Permission permission)
      throws IOException {
    try (FolderListing listing = store.list(path, recursive, permission)) {
      List<FolderEntry> entries = new ArrayList<>();
      long omitted = 0;
      Batch batch;
      do {
        batch = listing.next();
        entries.addAll(batch.entries());
        omitted += batch.omitted();
      } while (!batch.last());
      return new Listed(entries, omitted);
    }
  }

  static Listed of(FileStore store, String path) throws IOException {
    return of(store, path, false, Permission.ALL);
  }

  static Listed recursive(FileStore store, String path) throws IOException {
    return of(store, path, true, Permission.ALL);
  }

  /** The paths in order, those of folders with a slash. */
  List<String> names() {
    return entries.stream()
        .map(entry -> entry.path() + (entry.kind() == Kind.FOLDER ? "/" : ""))
        .sorted()
        .toList();
  }
}
