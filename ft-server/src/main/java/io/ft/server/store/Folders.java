package io.ft.server.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/** What is under one name of a folder that is held open, following no symbolic link. */
final class Folders {

  private static final int MAX_ATTEMPTS = 3;

  private Folders() {}

  /** What {@code name} stands for, be it a link. */
  static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  /**
   * Opens the folder {@code name}, which was just seen to be one: opening a device or a pipe could
   * wait for ever.
   *
   * @throws NotServedException if it is no folder any more
   */
  static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    for (int attempts = 1; ; attempts++) {
      try {
        return folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
      } catch (FileSystemException e) {
        if (!attributes(folder, name).isDirectory()) {
          throw new NotServedException("a part is no folder any more");
        }
        // It may have been a link just for a moment.
        if (attempts == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** A look at files, or an attempt to open one. */
  interface Look<T> {
    T take() throws IOException;
  }

  /**
   * What {@code look} finds.
   *
   * @throws NotServedException also if there is nothing, or nothing for this server
   */
  static <T> T served(Look<T> look) throws IOException {
    try {
      return look.take();
    } catch (NoSuchFileException | AccessDeniedException | NotDirectoryException e) {
      throw new NotServedException(e.getClass().getSimpleName());
    }
  }
}
