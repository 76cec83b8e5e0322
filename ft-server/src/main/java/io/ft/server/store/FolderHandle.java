package io.ft.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;

/**
 * A folder that is held open. All names are those of one part, and no symbolic link is followed.
 *
 * <p>Thread-safe but for {@link #names}; its methods may wait for a disk.
 */
interface FolderHandle extends Closeable {

  /**
   * Opens the folder that all others are reached from, in the safest way that the platform has.
   *
   * @param realRoot its path without a link
   */
  @SuppressWarnings("StreamResourceLeak") // the handle takes it over
  static FolderHandle openRoot(Path realRoot) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(realRoot);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return new HeldFolder(secure);
    }
    stream.close();
    return CheckedFolder.at(realRoot);
  }

  /** What is known of the folder itself. */
  BasicFileAttributes attributes() throws IOException;

  /** What {@code name} stands for, be it a link. */
  BasicFileAttributes attributes(Path name) throws IOException;

  /**
   * Opens the folder {@code name}, which was just seen to be one: opening a device or a pipe could
   * wait for ever. The caller closes it.
   *
   * @throws NotServedException if it is no folder any more
   */
  FolderHandle open(Path name) throws IOException;

  /** Opens this folder once more, to read its names. The caller closes it. */
  FolderHandle reopen() throws IOException;

  /** Opens the regular file {@code name}, which was just seen to be one, for reading. */
  FileChannel openFile(Path name) throws IOException;

  /** The paths of what is in it. A handle gives them once, to one thread. */
  Iterator<Path> names();
}
