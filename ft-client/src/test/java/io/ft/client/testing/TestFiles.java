package io.ft.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Files to send, and what is left of them. */
public final class TestFiles {

  private TestFiles() {}

  /** So many bytes, always the same for the same {@code size}. */
  public static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** Makes a file of {@code size} bytes, and the folders that it needs. */
  public static Path write(Path file, int size) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return Files.write(file, content(size));
  }

  /** Whether the character set of file names here has all of {@code name}. */
  public static boolean canBeNamed(String name) {
    try {
      return Path.of(name).toString().equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The names in {@code folder}, sorted. */
  public static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files below {@code folder} that this process has open. */
  public static List<String> openBelow(Path folder) {
    try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
      return handles
          .map(TestFiles::linkTarget)
          .filter(target -> target.startsWith(folder + "/"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String linkTarget(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed since it was listed
    }
  }
}
