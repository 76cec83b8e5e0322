package io.ft.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * What is in a folder, read batch by batch. Holds open handles until it is closed.
 *
 * <p>Used by one thread at a time; its methods may wait for a disk.
 */
public interface FolderListing extends Closeable {

  /**
   * Some of the entries.
   *
   * @param entries may be empty where many names are left out
   * @param omitted how many names were left out because no request could carry them
   * @param last whether there is nothing more
   */
  record Batch(List<FolderEntry> entries, long omitted, boolean last) {
    public Batch {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Reads on, for a bounded number of names.
   *
   * @throws IOException if a folder cannot be read for a reason of its medium
   */
  Batch next() throws IOException;
}
