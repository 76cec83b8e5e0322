package io.ft.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file beside a part file that says which of its blocks are right. It is replaced at once:
 * there is always an old one or a new one, and never a half.
 *
 * <p>Only the holder of the part file's lock writes to it.
 */
final class StateFile {

  private final Path path;
  private final Path next;

  StateFile(Path path, Path next) {
    this.path = path;
    this.next = next;
  }

  /**
   * Reads it.
   *
   * @throws NoSuchFileException if it is not there
   * @throws InvalidStateException if it is there and not to be trusted
   */
  PartState read() throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile() || attributes.size() > StateFormat.MAX_BYTES) {
      throw new InvalidStateException("it is no state file");
    }
    try (FileChannel in =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      StateFormat.checkBeginning(in);
      ByteBuffer bytes = ByteBuffer.allocate((int) attributes.size());
      while (bytes.hasRemaining()) {
        if (in.read(bytes, bytes.position()) < 0) {
          throw new InvalidStateException("it became shorter");
        }
      }
      return StateFormat.decode(bytes.array());
    }
  }

  /**
   * Replaces it.
   *
   * @param force whether it has to survive a power failure
   */
  void write(PartState state, boolean force) throws IOException {
    Files.deleteIfExists(next);
    try (FileChannel out =
        FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StateFormat.encode(state);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      if (force) {
        out.force(true);
      }
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes it, if it is there. */
  void delete() throws IOException {
    Files.deleteIfExists(next);
    Files.deleteIfExists(path);
  }
}
