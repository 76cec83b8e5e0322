package io.ft.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Looks at files without following a symbolic link. */
final class Attributes {

  private Attributes() {}

  /** The attributes of what has this name; null if nothing has it. */
  static @Nullable BasicFileAttributes of(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Sets when the content of {@code file} was changed last, as precisely as the system can. It
   * counts as read now: to leave that time alone Java would have to ask for it first.
   */
  static void setModified(Path file, Instant modified) throws IOException {
    Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(ModifiedTime.of(modified), FileTime.from(Instant.now()), null);
  }

  /** Which file it is, whatever its name; null if it is no regular file, or not there. */
  static @Nullable Object keyOfRegularFile(Path path) throws IOException {
    return keyOfRegularFile(path, of(path));
  }

  static @Nullable Object keyOfRegularFile(Path path, @Nullable BasicFileAttributes attributes) {
    if (attributes == null || !attributes.isRegularFile()) {
      return null;
    }
    Object key = attributes.fileKey();
    // Where the system tells none, the name has to do.
    return key == null ? path : key;
  }
}
