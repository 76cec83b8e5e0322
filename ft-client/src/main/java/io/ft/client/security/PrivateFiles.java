package io.ft.client.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that hold secrets. */
public final class PrivateFiles {

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PrivateFiles() {}

  /**
   * Reads a file, if nobody but its owner has access to it. Where a file system knows no
   * permissions, nothing is asked of it.
   *
   * @throws IOException if it cannot be read, or others have access; the message is one for people
   */
  public static byte[] read(Path file) throws IOException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.stream().anyMatch(OTHERS::contains)) {
        throw new IOException(
            "others have access to "
                + file
                + " ("
                + PosixFilePermissions.toString(permissions)
                + "); take it from them: chmod 600");
      }
    } catch (UnsupportedOperationException e) {
      return Files.readAllBytes(file);
    }
    return Files.readAllBytes(file);
  }
}
