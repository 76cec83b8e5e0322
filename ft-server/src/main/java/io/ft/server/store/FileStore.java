package io.ft.server.store;

import java.io.IOException;

/** Finds files by the names that clients use. Thread-safe; its methods may wait for a disk. */
public interface FileStore extends AutoCloseable {

  /**
   * Opens a regular file for reading. The caller releases it.
   *
   * @param path the name as it came from the wire, unchecked
   * @throws NotServedException if there is no such file, or it must not be served
   * @throws IOException if the file is there and cannot be opened now
   */
  OpenFile open(String path) throws IOException;

  /**
   * Opens a folder to list what is in it. The caller closes the listing.
   *
   * @param path the name as it came from the wire, unchecked; empty for the root
   * @param recursive whether the folders below it are listed as well
   * @throws NotServedException if there is no such folder, or it must not be read
   * @throws IOException if the folder is there and cannot be opened now
   */
  FolderListing list(String path, boolean recursive) throws IOException;

  @Override
  void close() throws IOException;
}
