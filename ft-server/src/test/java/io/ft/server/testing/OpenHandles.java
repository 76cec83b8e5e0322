package io.ft.server.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that this process holds open, as the kernel lists them. Linux only. */
public final class OpenHandles {

  private static final Path HANDLES = Path.of("/proc/self/fd");

  private OpenHandles() {}

  /** What is open below {@code folder}, deleted files too; a handle of the folder itself is not. */
  public static List<Path> below(Path folder) throws IOException {
    Path real = folder.toRealPath();
    List<Path> open = new ArrayList<>();
    try (DirectoryStream<Path> handles = Files.newDirectoryStream(HANDLES)) {
      for (Path handle : handles) {
        try {
          Path target = Files.readSymbolicLink(handle);
          if (target.startsWith(real) && !target.equals(real)) {
            open.add(target);
          }
        } catch (NoSuchFileException e) {
          // closed since it was listed
        }
      }
    }
    return open;
  }

  /** Returns once nothing is open below {@code folder}. */
  public static void awaitNone(Path folder) throws IOException {
    Await.until("no open handle below " + folder, () -> below(folder).isEmpty());
  }
}
