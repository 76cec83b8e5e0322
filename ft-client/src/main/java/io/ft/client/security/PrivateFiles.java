package io.ft.client.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that hold secrets. */
public final class PrivateFiles {

  private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);

  /** No secret is longer. */
  private static final int MAX_BYTES = 1024 * 1024;

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
      return readPrivately(file);
    } catch (FileSystemException e) {
      throw new IOException(FileProblems.describe(e, file), e);
    }
  }

  private static byte[] readPrivately(Path file) throws IOException {
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
      LOG.debug("{} is where files have no permissions", file, e);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES);
    }
  }
}
