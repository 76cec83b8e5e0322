package io.ft.server.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What all looks at folders have in common. */
final class Folders {

  private Folders() {}

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
