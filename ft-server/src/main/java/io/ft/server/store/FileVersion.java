package io.ft.server.store;

import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * What tells one version of a file from another.
 *
 * @param fileKey the inode and device; equal keys mean the same file
 * @param size its length in bytes
 * @param modified when its content was last changed
 * @param changed when its content or its attributes were last changed
 * @param inode the inode alone
 */
record FileVersion(Object fileKey, long size, Instant modified, Instant changed, long inode) {

  private static final String ATTRIBUTES = "unix:fileKey,ino,size,lastModifiedTime,ctime";
  private static final int TAG_BYTES = 16;

  /**
   * The version that {@code path} names now. Follows no symbolic link in its last part; the caller
   * compares {@link #fileKey()} where another part could be one.
   */
  static FileVersion of(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    return new FileVersion(
        value(attributes, "fileKey", Object.class),
        value(attributes, "size", Long.class),
        value(attributes, "lastModifiedTime", FileTime.class).toInstant(),
        value(attributes, "ctime", FileTime.class).toInstant(),
        value(attributes, "ino", Long.class));
  }

  private static <T> T value(Map<String, Object> attributes, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(attributes.get(name), name));
  }

  /**
   * Its identity for clients, computed anew: of size, times of the last change of content and of
   * attributes in nanoseconds, and inode. The time of the attributes catches a rewrite whose
   * content time was set back.
   */
  Tag tag() {
    ByteBuffer identity = ByteBuffer.allocate(5 * Long.BYTES + 2 * Integer.BYTES);
    identity.putLong(size).putLong(inode);
    identity.putLong(modified.getEpochSecond()).putInt(modified.getNano());
    identity.putLong(changed.getEpochSecond()).putInt(changed.getNano());
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.array());
      return Tag.of(Arrays.copyOf(digest, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
