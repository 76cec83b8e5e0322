package io.ft.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file: two equal ones at different times mean that nobody has
 * written to it in between.
 *
 * @param inode its number
 * @param sizeBytes its length
 * @param modified when its content was last changed
 * @param changed when its content or its attributes were last changed
 */
record FileStamp(long inode, long sizeBytes, Instant modified, Instant changed) {

  private static final String ATTRIBUTES = "unix:ino,size,lastModifiedTime,ctime";

  /** The stamp of {@code file} now; null where the system does not tell the time of a change. */
  static @Nullable FileStamp of(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return null;
    }
    Map<String, Object> attributes =
        Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    return new FileStamp(
        value(attributes, "ino", Long.class),
        value(attributes, "size", Long.class),
        value(attributes, "lastModifiedTime", FileTime.class).toInstant(),
        value(attributes, "ctime", FileTime.class).toInstant());
  }

  private static <T> T value(Map<String, Object> attributes, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(attributes.get(name), name));
  }
}
