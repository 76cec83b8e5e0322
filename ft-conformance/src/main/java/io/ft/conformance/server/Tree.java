package io.ft.conformance.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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

  /** When all files were modified. */
  public static final Instant MODIFIED = Instant.ofEpochSecond(1_767_323_045, 6_000_000);

  private Tree() {}

  /** Makes all of it below {@code root}, an empty folder. */
  public static void create(Path root) throws IOException {
    for (String path : new String[] {SMALL, EMPTY, LARGE, UNICODE, ODD, HIDDEN, IN_HIDDEN_FOLDER}) {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content(path));
      Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    }
    Files.createDirectories(root.resolve(EMPTY_FOLDER));
    Files.createSymbolicLink(root.resolve(LINK), Path.of(SMALL));
    Files.createSymbolicLink(root.resolve(LINK_OUTSIDE), Path.of("/etc/hostname"));
  }

  /** What the file at {@code path} holds. */
  public static byte[] content(String path) {
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
