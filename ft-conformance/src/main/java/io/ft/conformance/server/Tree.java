package io.ft.conformance.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * The files that a server must offer while it is tried, nothing else beside them. All are made of
 * their names, so that the kit knows them without seeing them.
 */
public final class Tree {

  /** A small file. */
  public static final String SMALL = "hello.txt";

  /** A file without a byte. */
  public static final String EMPTY = "empty";

  /** A file of a few blocks, whatever the block size, up to 1 MiB. */
  public static final String LARGE = "folder/large.bin";

  /** A long file of zeros: more than the buffers between two sockets hold. */
  public static final String HUGE = "folder/huge.bin";

  /** A file that was modified before 1970, and not on a full second. */
  public static final String OLD = "old.txt";

  /** A name that is not ASCII, with blanks. */
  public static final String UNICODE = "folder/Füße und Hände ☃ 𝄞.txt";

  /** A name with what other systems take for a separator, a drive or a line break. */
  public static final String ODD = "folder/a\\b:c\nd";

  /** A folder. */
  public static final String FOLDER = "folder";

  /** A folder without an entry. */
  public static final String EMPTY_FOLDER = "folder/nothing";

  /** A hidden file, and one in a hidden folder. */
  public static final String HIDDEN = ".hidden";

  /** As {@link #HIDDEN}. */
  public static final String IN_HIDDEN_FOLDER = ".git/config";

  /** A symbolic link to {@link #SMALL}, and one out of the tree. */
  public static final String LINK = "link";

  /** As {@link #LINK}. */
  public static final String LINK_OUTSIDE = "outside";

  /** The size of {@link #LARGE}, in bytes. */
  public static final int LARGE_BYTES = 3 * 1024 * 1024 + 5;

  /** The size of {@link #HUGE}, in bytes. */
  public static final long HUGE_BYTES = 64L * 1024 * 1024;

  /** When {@link #OLD} was modified: half a second after -2 s. */
  public static final Instant OLD_MODIFIED = Instant.ofEpochSecond(-2, 500_000_000);

  /** All files that are neither hidden nor behind a link. */
  static final List<String> FILES = List.of(SMALL, EMPTY, OLD, LARGE, HUGE, UNICODE, ODD);

  /** All folders that are not hidden. */
  static final List<String> FOLDERS = List.of(FOLDER, EMPTY_FOLDER);

  /** When all were modified. */
  public static final Instant MODIFIED = Instant.ofEpochSecond(1_767_323_045, 6_000_000);

  private Tree() {}

  /** Makes all of it below {@code root}, an empty folder. */
  public static void create(Path root) throws IOException {
    for (String path : FILES) {
      createFile(root.resolve(path), path);
    }
    for (String path : List.of(HIDDEN, IN_HIDDEN_FOLDER)) {
      createFile(root.resolve(path), path);
    }
    Files.createDirectories(root.resolve(EMPTY_FOLDER));
    Files.createSymbolicLink(root.resolve(LINK), Path.of(SMALL));
    Files.createSymbolicLink(root.resolve(LINK_OUTSIDE), Path.of("/etc/hosts"));
  }

  private static void createFile(Path file, String path) throws IOException {
    Files.createDirectories(file.getParent());
    if (path.equals(HUGE)) {
      createZeros(file, HUGE_BYTES);
    } else {
      Files.write(file, content(path));
    }
    if (path.equals(OLD)) {
      touch(file, OLD_MODIFIED);
    } else {
      Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    }
  }

  /** By the program, as Java takes a time before 1970 that is not on a second for 1970. */
  private static void touch(Path file, Instant modified) throws IOException {
    Process touch =
        new ProcessBuilder("touch", "-d", modified.toString(), file.toString()).inheritIO().start();
    try {
      if (touch.waitFor() != 0) {
        throw new IOException("touch ended with " + touch.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** A file of so many zeros, which take no room where the file system can do without. */
  static void createZeros(Path file, long size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
  }

  /** The size of the file at {@code path}, in bytes. */
  static long size(String path) {
    return path.equals(HUGE) ? HUGE_BYTES : content(path).length;
  }

  /** When the file at {@code path} was modified. */
  static Instant modified(String path) {
    return path.equals(OLD) ? OLD_MODIFIED : MODIFIED;
  }

  /** What the file at {@code path} holds; not for {@link #HUGE}. */
  public static byte[] content(String path) {
    if (path.equals(SMALL)) {
      // As in section 9.
      return "Hello, world!\n".getBytes(StandardCharsets.US_ASCII);
    }
    byte[] content =
        new byte
            [switch (path) {
              case EMPTY -> 0;
              case LARGE -> LARGE_BYTES;
              default -> 14;
            }];
    new Random(path.hashCode()).nextBytes(content);
    return content;
  }
}
