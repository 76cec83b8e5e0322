package io.ft.server.store;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of an open file while it is computed, step by step: of a large file it takes minutes,
 * and others want to use the thread, too.
 *
 * <p>Used by one thread at a time, while the file is held open. It waits for the disk.
 */
public final class FileSha256 {

  /** Some milliseconds of work. */
  static final int STEP_BYTES = 4 * 1024 * 1024;

  private final OpenFile file;
  private final MessageDigest digest = newDigest();
  private long offset;
  private @Nullable String hex;

  FileSha256(OpenFile file) {
    this.file = file;
  }

  /**
   * Reads on for one step.
   *
   * @return whether that was the last one
   * @throws ChangedException if the file is no longer the version that was opened
   * @throws IOException if it cannot be read
   */
  public boolean step() throws IOException {
    // Somebody else may have been faster.
    hex = file.knownSha256();
    if (hex == null) {
      int length = (int) Math.min(STEP_BYTES, file.size() - offset);
      file.read(offset, length, digest::update);
      offset += length;
    }
    file.checkUnchanged();
    if (hex == null && offset == file.size()) {
      byte[] sha256 = digest.digest();
      file.rememberSha256(sha256);
      hex = HexFormat.of().formatHex(sha256);
    }
    return hex != null;
  }

  /** The digest in lower-case hexadecimal, after the last step. */
  public String hex() {
    if (hex == null) {
      throw new IllegalStateException("not complete");
    }
    return hex;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
