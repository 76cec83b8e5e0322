package io.ft.server.security;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Files with a secret in them. */
final class PrivateFiles {

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private PrivateFiles() {}

  /**
   * Refuses a file that others than its owner can read or write. Where the file system knows no
   * such permissions nothing is refused.
   *
   * @throws FileSystemException saying what to do about it
   * @throws IOException if the file is not there
   */
  static void check(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    permissions.retainAll(OF_OTHERS);
    if (!permissions.isEmpty()) {
      throw new FileSystemException(
          file.toString(),
          null,
          "others than its owner can read or write it (expected: chmod 600 " + file + ")");
    }
  }
}
