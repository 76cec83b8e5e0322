package io.ft.client.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file that is replaced as a whole, so that whoever reads it sees the old one or the new
 * one. One that is new is for its owner alone; one that is replaced keeps its mode, and its group
 * and owner where the system allows that. A link to it stays a link. Waits for the disk.
 */
final class ReplacedFile {

  private static final Logger LOG = LoggerFactory.getLogger(ReplacedFile.class);

  private static final Set<PosixFilePermission> PRIVATE_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private final Path file;
  private final Path folder;

  private ReplacedFile(Path file, Path folder) {
    this.file = file;
    this.folder = folder;
  }

  /** The file that {@code path} names, or a link there; its folder is made if it is missing. */
  static ReplacedFile of(Path path) throws IOException {
    Path file = path.toAbsolutePath();
    // Also a link to nothing says where the file has to be.
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MAX_LINKS) {
        throw new IOException(path + " is a link that leads to itself");
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException(path + " is a folder");
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes(folder, PRIVATE_FOLDER));
    }
    return new ReplacedFile(file, folder);
  }

  /** The file beside it that is locked while it is replaced; the caller closes it. */
  FileChannel openLock() throws IOException {
    return FileChannel.open(
        folder.resolve(file.getFileName() + ".lock"),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        attributes(folder, PRIVATE_FILE));
  }

  /** Replaces it, also on the disk. */
  void replace(List<String> lines) throws IOException {
    Path fresh =
        Files.createTempFile(folder, ".known_hosts-", "", attributes(folder, PRIVATE_FILE));
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(UTF_8));
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      if (Files.exists(file)) {
        takeOver(fresh);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void takeOver(Path fresh) throws IOException {
    PosixFileAttributeView from = view(file);
    PosixFileAttributeView to = view(fresh);
    if (from == null || to == null) {
      return;
    }
    PosixFileAttributes old = from.readAttributes();
    PosixFileAttributes own = to.readAttributes();
    try {
      if (!own.group().equals(old.group())) {
        to.setGroup(old.group());
      }
      if (!own.owner().equals(old.owner())) {
        to.setOwner(old.owner());
      }
    } catch (IOException e) {
      // Only root may give a file away.
      LOG.debug("{} gets another owner or group than it had", file, e);
    }
    to.setPermissions(old.permissions());
  }

  private static @Nullable PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static FileAttribute<?>[] attributes(Path folder, Set<PosixFilePermission> permissions) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
