package io.ft.client.store;

import io.netty.buffer.ByteBuf;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file that has the bytes of a target until it is complete. Whoever has one is the only one to
 * write to it: it is locked, against other processes by the system, which gives the lock back when
 * its holder dies, and against this process by its name.
 *
 * <p>It is always a regular file under one name: no symbolic link is followed, and a file that has
 * another name too is not written to.
 */
final class PartFile implements Closeable {

  private static final int READ_BYTES = 256 * 1024;
  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  /** The system's locks are a process's, so they do not keep its own downloads apart. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path held;
  private final FileChannel channel;
  private final @Nullable Object key;

  private PartFile(Path path, Path held, FileChannel channel, @Nullable Object key) {
    this.path = path;
    this.held = held;
    this.channel = channel;
    this.key = key;
  }

  /**
   * Takes the part file that is there.
   *
   * @return null if there is none that can be gone on with
   * @throws TargetBusyException if another download has it
   */
  static @Nullable PartFile existing(Path path) throws IOException {
    return hold(
        path,
        () -> {
          Object key = regularFile(path);
          if (key == null || !hasOneName(path)) {
            return null;
          }
          FileChannel channel = FileChannel.open(path, EXISTING);
          return locked(path, key, channel) ? channel : null;
        });
  }

  /**
   * Makes an empty part file in place of what is there.
   *
   * @throws TargetBusyException if another download has it
   */
  static PartFile create(Path path) throws IOException {
    PartFile created =
        hold(
            path,
            () -> {
              remove(path);
              FileChannel channel;
              try {
                channel = FileChannel.open(path, NEW);
              } catch (FileAlreadyExistsException e) {
                throw new TargetBusyException(path);
              }
              boolean mine = false;
              try {
                mine = locked(path, regularFile(path), channel);
              } finally {
                if (!mine) {
                  channel.close();
                }
              }
              if (!mine) {
                throw new TargetBusyException(path);
              }
              return channel;
            });
    return Objects.requireNonNull(created, "the opener never gives null");
  }

  private interface Opener {
    @Nullable FileChannel open() throws IOException;
  }

  private static @Nullable PartFile hold(Path path, Opener opener) throws IOException {
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a folder");
    Path held = folder.toRealPath().resolve(path.getFileName());
    if (!HELD_HERE.add(held)) {
      throw new TargetBusyException(path);
    }
    FileChannel channel = null;
    PartFile part = null;
    try {
      channel = opener.open();
      part = channel == null ? null : new PartFile(path, held, channel, regularFile(path));
      return part;
    } finally {
      if (part == null) {
        giveBack(held, channel);
      }
    }
  }

  private static void giveBack(Path held, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD_HERE.remove(held);
    }
  }

  /** Removes what has the name of the part file, unless another download has it. */
  private static void remove(Path path) throws IOException {
    Object key = regularFile(path);
    if (key != null && hasOneName(path)) {
      try (FileChannel old = FileChannel.open(path, EXISTING)) {
        if (locked(path, key, old)) {
          Files.delete(path);
        }
      }
    } else if (key != null || Files.isSymbolicLink(path)) {
      Files.delete(path);
    } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(path.toString(), null, "is in the way, and is no file");
    }
  }

  /** What identifies the regular file at {@code path}; null if there is none. */
  private static @Nullable Object regularFile(Path path) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        return null;
      }
      Object key = attributes.fileKey();
      return key == null ? path : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static boolean hasOneName(Path path) throws IOException {
    return !path.getFileSystem().supportedFileAttributeViews().contains("unix")
        || Integer.valueOf(1)
            .equals(Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Locks an open file. Its former holder may have given it another name before the lock was free,
   * so what {@code path} names is looked at again.
   *
   * @return whether it is still the part file; if not, it is closed
   */
  private static boolean locked(Path path, @Nullable Object key, FileChannel channel)
      throws IOException {
    boolean same = false;
    try {
      if (channel.tryLock() == null) {
        throw new TargetBusyException(path);
      }
      same = key != null && key.equals(regularFile(path));
    } catch (OverlappingFileLockException e) {
      throw new TargetBusyException(path);
    } finally {
      if (!same) {
        channel.close();
      }
    }
    return same;
  }

  /** The length in bytes. */
  long size() throws IOException {
    return channel.size();
  }

  @Nullable FileStamp stamp() throws IOException {
    return FileStamp.of(path);
  }

  /** Writes all of {@code content}, and releases it, whatever happens. */
  void write(long offset, ByteBuf content) throws IOException {
    Buffers.writeAndRelease(content, channel, offset);
  }

  /** The CRC32C of so many bytes; of fewer if there are fewer. */
  int checksum(long offset, int length) throws IOException {
    return checksum(channel, offset, length);
  }

  static int checksum(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.min(length, READ_BYTES));
    CRC32C sum = new CRC32C();
    int done = 0;
    while (done < length) {
      buffer.clear().limit(Math.min(buffer.capacity(), length - done));
      int read = channel.read(buffer, offset + done);
      if (read < 0) {
        break;
      }
      sum.update(buffer.flip());
      done += read;
    }
    return (int) sum.getValue();
  }

  /** Cuts what is longer. */
  void cutTo(long sizeBytes) throws IOException {
    channel.truncate(sizeBytes);
  }

  /** Waits until all of it would survive a power failure. */
  void force() throws IOException {
    channel.force(true);
  }

  /** Gives it the name of the target, in place of what has it. */
  void becomes(Path target) throws IOException {
    if (key == null || !key.equals(regularFile(path))) {
      throw new FileSystemException(path.toString(), null, "was moved away by another program");
    }
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes its name away, if it still has it. */
  void delete() throws IOException {
    if (key != null && key.equals(regularFile(path))) {
      Files.delete(path);
    }
  }

  @Override
  public void close() throws IOException {
    giveBack(held, channel);
  }
}
