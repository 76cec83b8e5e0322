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
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
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
  private static final Set<Name> HELD_HERE = ConcurrentHashMap.newKeySet();

  /** One name of a file, however its folder is called. */
  private record Name(Object folder, Path name) {
    static Name of(Path path) throws IOException {
      Path folder =
          Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a folder");
      Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
      return new Name(key == null ? folder.toRealPath() : key, path.getFileName());
    }

    // Written out: the JVM links the usual ones at their first use, which takes milliseconds.
    @Override
    public boolean equals(Object other) {
      return other instanceof Name that && folder.equals(that.folder) && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return 31 * folder.hashCode() + name.hashCode();
    }
  }

  /** An open file that is locked, and which file it is. */
  private record Locked(FileChannel channel, @Nullable Object key) {}

  private final Path path;
  private final Name held;
  private final FileChannel channel;
  private final @Nullable Object key;

  private PartFile(Path path, Name held, Locked file) {
    this.path = path;
    this.held = held;
    this.channel = file.channel();
    this.key = file.key();
  }

  /**
   * Takes the part file that is there.
   *
   * @return null if there is none that can be gone on with
   * @throws TargetBusyException if another download has it
   */
  static @Nullable PartFile existing(Path path) throws IOException {
    return hold(path, () -> openExisting(path));
  }

  /**
   * Makes an empty part file in place of what is there.
   *
   * @throws TargetBusyException if another download has it
   */
  static PartFile create(Path path) throws IOException {
    PartFile created = hold(path, () -> openNew(path));
    return Objects.requireNonNull(created, "the opener never gives null");
  }

  private interface Opener {
    @Nullable Locked open() throws IOException;
  }

  private static @Nullable PartFile hold(Path path, Opener opener) throws IOException {
    Name held = Name.of(path);
    if (!HELD_HERE.add(held)) {
      throw new TargetBusyException(path);
    }
    PartFile part = null;
    try {
      Locked file = opener.open();
      part = file == null ? null : new PartFile(path, held, file);
      return part;
    } finally {
      if (part == null) {
        HELD_HERE.remove(held);
      }
    }
  }

  private static @Nullable Locked openExisting(Path path) throws IOException {
    Object key = Attributes.keyOfRegularFile(path);
    if (key == null || !hasOneName(path)) {
      return null;
    }
    Locked file = lock(path, FileChannel.open(path, EXISTING));
    if (key.equals(file.key())) {
      return file;
    }
    file.channel().close();
    return null;
  }

  private static Locked openNew(Path path) throws IOException {
    FileChannel channel;
    try {
      // Mostly nothing is in the way, and to look costs more than to try.
      channel = FileChannel.open(path, NEW);
    } catch (FileAlreadyExistsException e) {
      remove(path);
      channel = openNewOrBusy(path);
    }
    Locked file = lock(path, channel);
    if (file.key() == null) {
      channel.close();
      throw new TargetBusyException(path);
    }
    return file;
  }

  private static FileChannel openNewOrBusy(Path path) throws IOException {
    try {
      return FileChannel.open(path, NEW);
    } catch (FileAlreadyExistsException e) {
      throw new TargetBusyException(path);
    }
  }

  /**
   * Checks that {@code path} is nothing that somebody has fetched under this name.
   *
   * @throws FileSystemException if it is
   */
  static void checkNoTarget(Path path) throws IOException {
    if (TargetMark.isOfTarget(path)) {
      throw new FileSystemException(
          path.toString(), null, "is in the way: a download that was finished under this name");
    }
  }

  /** Removes what has the name of the part file, unless another download has it. */
  private static void remove(Path path) throws IOException {
    checkNoTarget(path);
    BasicFileAttributes attributes = Attributes.of(path);
    Object key = Attributes.keyOfRegularFile(path, attributes);
    if (key != null && hasOneName(path)) {
      try (FileChannel old = FileChannel.open(path, EXISTING)) {
        if (key.equals(lock(path, old).key())) {
          Files.delete(path);
        }
      }
    } else if (key != null || (attributes != null && attributes.isSymbolicLink())) {
      Files.delete(path);
    } else if (attributes != null) {
      throw new FileSystemException(path.toString(), null, "is in the way, and is no file");
    }
  }

  private static boolean hasOneName(Path path) throws IOException {
    return !path.getFileSystem().supportedFileAttributeViews().contains("unix")
        || Integer.valueOf(1)
            .equals(Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Locks an open file. Its former holder may have given it another name before the lock was free,
   * so what {@code path} names is looked at then.
   *
   * @throws TargetBusyException if it is locked; then it is closed
   */
  private static Locked lock(Path path, FileChannel channel) throws IOException {
    boolean locked = false;
    try {
      if (channel.tryLock() == null) {
        throw new TargetBusyException(path);
      }
      Object key = Attributes.keyOfRegularFile(path);
      locked = true;
      return new Locked(channel, key);
    } catch (OverlappingFileLockException e) {
      throw new TargetBusyException(path);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
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

  /**
   * Makes sure that its name is still its own, and of its length.
   *
   * @param sizeBytes the length that it must have
   * @return when it was last modified
   */
  Instant check(long sizeBytes) throws IOException {
    BasicFileAttributes attributes = Attributes.of(path);
    if (attributes == null || !isThis(attributes)) {
      throw new FileSystemException(path.toString(), null, "was moved away by another program");
    }
    if (attributes.size() != sizeBytes) {
      throw new FileSystemException(
          path.toString(),
          null,
          "has " + attributes.size() + " bytes (expected: " + sizeBytes + ")");
    }
    return attributes.lastModifiedTime().toInstant();
  }

  /**
   * Gives it the name of the target. Comes right behind a {@link #check}.
   *
   * @param replace whether it takes the place of what has that name
   * @throws TargetExistsException if something has that name, and {@code replace} is not set
   */
  void becomes(Path target, boolean replace) throws IOException {
    if (replace) {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      becomesNew(target);
    }
  }

  private void becomesNew(Path target) throws IOException {
    try {
      // A second name is given only where there is none; to look first would leave a gap.
      Files.createLink(target, path);
      Files.delete(path);
    } catch (FileAlreadyExistsException e) {
      throw new TargetExistsException(target);
    } catch (UnsupportedOperationException | FileSystemException e) {
      moveToNew(target);
    }
  }

  /** For file systems that know one name for each file. */
  private void moveToNew(Path target) throws IOException {
    try {
      Files.move(path, target);
    } catch (FileAlreadyExistsException e) {
      throw new TargetExistsException(target);
    }
  }

  private boolean isThis(BasicFileAttributes attributes) {
    return key != null && key.equals(Attributes.keyOfRegularFile(path, attributes));
  }

  /** Takes its name away, if it still has it. */
  void delete() throws IOException {
    BasicFileAttributes attributes = Attributes.of(path);
    if (attributes != null && isThis(attributes)) {
      Files.delete(path);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD_HERE.remove(held);
    }
  }
}
