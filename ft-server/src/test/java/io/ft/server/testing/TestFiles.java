package io.ft.server.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** Makes files whose bytes show when they are moved, lost or mixed up. */
public final class TestFiles {

  private TestFiles() {}

  /** {@code length} bytes that look random and are always the same for {@code seed}. */
  public static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Makes {@code file}, and the folders it lies in, with {@code length} bytes. */
  public static byte[] create(Path file, int length) throws IOException {
    byte[] bytes = bytes(length, length);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, bytes);
    return bytes;
  }

  public static long crc32c(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return crc.getValue();
  }

  public static long crc32c(byte[] bytes) {
    return crc32c(bytes, 0, bytes.length);
  }

  /** Makes a named pipe. */
  public static void createPipe(Path pipe) throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
    if (!mkfifo.waitFor(10, TimeUnit.SECONDS) || mkfifo.exitValue() != 0) {
      throw new IOException("mkfifo failed for " + pipe);
    }
  }

  /**
   * Returns once the file system's clock has moved on since {@code file} was last changed. Before
   * that no time stamp can tell a change from the one before it.
   */
  public static void awaitNextTick(Path file) throws IOException {
    FileTime last = changeTime(file);
    Path probe = Files.createTempFile(file.toAbsolutePath().getParent(), ".probe", null);
    try {
      Await.until(
          "the file system's clock moves on",
          () -> {
            Files.setLastModifiedTime(probe, FileTime.from(Instant.now()));
            return changeTime(probe).compareTo(last) > 0;
          });
    } finally {
      Files.delete(probe);
    }
  }

  private static FileTime changeTime(Path file) throws IOException {
    return (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
  }
}
