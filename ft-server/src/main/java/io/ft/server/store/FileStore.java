package io.ft.server.store;

import java.io.Closeable;
import java.io.IOException;

/** Finds files by the names that clients use. Thread-safe; its methods may wait for a disk. */
public interface FileStore extends AutoCloseable {

  /**
   * Opens a regular file for reading. The caller releases it.
   *
   * @param path the name as it came from the wire, unchecked
   * @param permission which shares the client may use
   * @throws NotServedException if there is no such file, or it must not be served
   * @throws IOException if the file is there and cannot be opened now
   */
  OpenFile open(String path, Permission permission) throws IOException;

  /**
   * Begins a visit, in which several files are opened one after the other on one thread. It is to
   * be short: what the store keeps at hand meanwhile may be out of date later.
   */
  default Visit visit() {
    return this::open;
  }

  /** See {@link #visit}. */
  @FunctionalInterface
  interface Visit extends Closeable {
    /** See {@link FileStore#open}. */
    OpenFile open(String path, Permission permission) throws IOException;

    @Override
    default void close() throws IOException {
      // nothing was kept
    }
  }

  /**
   * Opens a folder to list what is in it. The caller closes the listing.
   *
   * @param path the name as it came from the wire, unchecked; empty for the root
   * @param recursive whether the folders below it are listed as well
   * @param permission which shares the client may use; it sees no others in the root
   * @throws NotServedException if there is no such folder, or it must not be read
   * @throws IOException if the folder is there and cannot be opened now
   */
  FolderListing list(String path, boolean recursive, Permission permission) throws IOException;

  @Override
  void close() throws IOException;
}
