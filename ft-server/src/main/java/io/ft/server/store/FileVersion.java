package io.ft.server.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
 * @param fileKey the inode and device, or the path where files have none; equal keys mean the same
 *     file
 * @param size its length in bytes
 * @param modified when its content was last changed
 * @param changed when its content or its attributes were last changed
 * @param inode the inode alone, 0 where files have none
 */
record FileVersion(Object fileKey, long size, Instant modified, Instant changed, long inode) {

  private static final String ATTRIBUTES = "unix:fileKey,ino,size,lastModifiedTime,ctime";
  private static final boolean HAS_INODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final int TAG_BYTES = 16;

  /** What a portable tag is a digest of begins with this, and is shorter than that of an exact. */
  private static final byte[] PORTABLE = "portable".getBytes(US_ASCII);

  /**
   * The version that {@code path} names now. Follows no symbolic link in its last part; the caller
   * compares {@link #fileKey()} where another part could be one.
   */
  static FileVersion of(Path path) throws IOException {
    return HAS_INODES ? exactly(path) : roughly(path);
  }

  private static FileVersion exactly(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    return new FileVersion(
        value(attributes, "fileKey", Object.class),
        value(attributes, "size", Long.class),
        value(attributes, "lastModifiedTime", FileTime.class).toInstant(),
        value(attributes, "ctime", FileTime.class).toInstant(),
        value(attributes, "ino", Long.class));
  }

  /**
   * The version as far as a platform without inodes knows it. There a file that gets other content
   * of the same size, and its old times back, has the same version.
   */
  static FileVersion roughly(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Instant modified = attributes.lastModifiedTime().toInstant();
    Instant created = attributes.creationTime().toInstant();
    return new FileVersion(
        Objects.requireNonNullElse(attributes.fileKey(), path),
        attributes.size(),
        modified,
        created.isAfter(modified) ? created : modified,
        0);
  }

  private static <T> T value(Map<String, Object> attributes, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(attributes.get(name), name));
  }

  /** Whether {@code attributes} are those of this file, which may be another version by now. */
  boolean isOf(BasicFileAttributes attributes) {
    return attributes.fileKey() == null
        ? attributes.size() == size && attributes.lastModifiedTime().toInstant().equals(modified)
        : fileKey.equals(attributes.fileKey());
  }

  /** Its identity for clients, computed anew. */
  Tag tag(TagKind kind) {
    return switch (kind) {
      case EXACT -> exactTag();
      case PORTABLE -> portableTag();
    };
  }

  /**
   * Of size, times of the last change of content and of attributes in nanoseconds, and inode. The
   * time of the attributes catches a rewrite whose content time was set back.
   */
  private Tag exactTag() {
    ByteBuffer identity = ByteBuffer.allocate(5 * Long.BYTES + 2 * Integer.BYTES);
    identity.putLong(size).putLong(inode);
    identity.putLong(modified.getEpochSecond()).putInt(modified.getNano());
    identity.putLong(changed.getEpochSecond()).putInt(changed.getNano());
    return tagOf(identity.flip());
  }

  /** Of what a copy on another machine has in common with its original. */
  private Tag portableTag() {
    ByteBuffer identity = ByteBuffer.allocate(PORTABLE.length + 2 * Long.BYTES + Integer.BYTES);
    identity.put(PORTABLE).putLong(size);
    identity.putLong(modified.getEpochSecond()).putInt(modified.getNano());
    return tagOf(identity.flip());
  }

  private static Tag tagOf(ByteBuffer identity) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(identity);
      return Tag.of(Arrays.copyOf(digest.digest(), TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
