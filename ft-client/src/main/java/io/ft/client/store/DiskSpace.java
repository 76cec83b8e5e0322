package io.ft.client.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The room on the file system of a part file. */
final class DiskSpace {

  private DiskSpace() {}

  /**
   * Checks that there is room for {@code neededBytes} more. Java cannot reserve it.
   *
   * @throws InsufficientSpaceException if there is not
   */
  static void check(PartNames names, long neededBytes) throws IOException {
    FileStore store = Files.getFileStore(names.part());
    // A file system that does not count says 0 for everything.
    if (neededBytes > store.getUsableSpace() && store.getTotalSpace() > 0) {
      throw new InsufficientSpaceException(names.target(), neededBytes, store.getUsableSpace());
    }
  }

  /**
   * Says whether a write of {@code neededBytes} failed because there was no room. The system says
   * so in the language of its user, so the room is looked at as well.
   *
   * @return an {@link InsufficientSpaceException}, or {@code cause}
   */
  static IOException orOther(PartNames names, long neededBytes, IOException cause) {
    Path part = names.part();
    try {
      long usableBytes = Files.getFileStore(part).getUsableSpace();
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (usableBytes < neededBytes
          || message.contains("no space left")
          || message.contains("quota exceeded")) {
        IOException full = new InsufficientSpaceException(names.target(), neededBytes, usableBytes);
        full.initCause(cause);
        return full;
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }
}
