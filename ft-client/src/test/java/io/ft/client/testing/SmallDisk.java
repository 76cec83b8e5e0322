package io.ft.client.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A file system of few bytes, in memory. Only root can have one. */
public final class SmallDisk implements AutoCloseable {

  private static final int PIECE_BYTES = 4096;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one on {@code folder}; empty where that is not possible. */
  public static Optional<SmallDisk> mount(Path folder, int sizeBytes) throws IOException {
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + sizeBytes, "ft", folder);
    return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
  }

  /** Fills all that is free with a file. */
  public Path fill() throws IOException {
    Path filler = folder.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] piece = new byte[PIECE_BYTES];
      while (Files.getFileStore(folder).getUsableSpace() > 0) {
        out.write(piece);
      }
    }
    return filler;
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", folder)) {
      throw new IOException("cannot unmount " + folder);
    }
  }

  private static boolean run(Object... command) {
    try {
      Process process =
          new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
