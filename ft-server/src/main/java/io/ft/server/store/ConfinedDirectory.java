package io.ft.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The regular files below one folder, and nothing else.
 *
 * <p>A name is never resolved as a whole: the walk starts at a handle of the folder that is held
 * from the start on, and opens part after part relative to the handle before it, following no
 * symbolic link. What is opened so is served; no path is checked first and opened later.
 */
public final class ConfinedDirectory implements FileStore {

  private final Path root;
  private final SecureDirectoryStream<Path> rootHandle;

  private final DigestCache digests;
  private final Settling settling;

  private ConfinedDirectory(
      Path root, SecureDirectoryStream<Path> rootHandle, DigestCache digests, Settling settling) {
    this.root = root;
    this.rootHandle = rootHandle;
    this.digests = digests;
    this.settling = settling;
  }

  /**
   * Confines to {@code root}, which may itself be reached by a symbolic link.
   *
   * @param digestCacheBytes the memory for the checksums of blocks that were read, in bytes
   * @throws NotDirectoryException if {@code root} is no folder
   * @throws UnsupportedOperationException if the platform cannot walk by handles
   * @throws IOException if {@code root} cannot be opened
   */
  public static ConfinedDirectory open(Path root, long digestCacheBytes) throws IOException {
    return open(root, new DigestCache(digestCacheBytes), new Settling());
  }

  /** As above, with a cache of the caller's and another idea of when a file has settled. */
  @SuppressWarnings("StreamResourceLeak") // the handle is held until close()
  static ConfinedDirectory open(Path root, DigestCache digests, Settling settling)
      throws IOException {
    Path realRoot = root.toRealPath();
    DirectoryStream<Path> handle = Files.newDirectoryStream(realRoot);
    if (handle instanceof SecureDirectoryStream<Path> secure) {
      return new ConfinedDirectory(realRoot, secure, digests, settling);
    }
    handle.close();
    throw new UnsupportedOperationException(
        "this platform has no folder handles, which keep a server inside its folder");
  }

  @Override
  public OpenFile open(String path) throws IOException {
    List<Path> parts = PathParts.of(path);
    Path file = root;
    for (Path part : parts) {
      file = file.resolve(part);
    }
    Path named = file;
    return Folders.served(() -> openSettled(parts, named));
  }

  @Override
  public FolderListing list(String path, boolean recursive) throws IOException {
    // A handle gives its names once, so the root is opened anew, from itself.
    List<Path> parts = path.isEmpty() ? List.of(Path.of(".")) : PathParts.of(path);
    int rootBytes = path.isEmpty() ? 0 : path.getBytes(UTF_8).length + 1;
    return new FolderWalk(Folders.served(() -> enter(parts)), rootBytes, recursive);
  }

  /** What was changed just now is closed for the time that it is waited for, and opened again. */
  private OpenFile openSettled(List<Path> parts, Path file) throws IOException {
    FileVersion before = null;
    for (int pauses = 0; ; pauses++) {
      OpenFile opened = open(parts, file);
      Duration left = settling.left(opened.version());
      // A version that was waited for once is not waited for again, even if its time stamps lie in
      // the future and will look young for long.
      if (left.isZero() || opened.version().equals(before) || pauses == Settling.MAX_PAUSES) {
        return opened;
      }
      before = opened.version();
      opened.release();
      settling.waitFor(left);
    }
  }

  private OpenFile open(List<Path> parts, Path file) throws IOException {
    SecureDirectoryStream<Path> folder = enter(parts.subList(0, parts.size() - 1));
    try {
      return openIn(folder, parts.get(parts.size() - 1), file);
    } finally {
      closeUnlessRoot(folder);
    }
  }

  /** The folder that {@code parts} lead to; the root's own handle if there are none. */
  private SecureDirectoryStream<Path> enter(List<Path> parts) throws IOException {
    SecureDirectoryStream<Path> folder = rootHandle;
    for (Path part : parts) {
      SecureDirectoryStream<Path> above = folder;
      try {
        if (!Folders.attributes(above, part).isDirectory()) {
          throw new NotServedException("a part is no folder");
        }
        folder = Folders.open(above, part);
      } finally {
        closeUnlessRoot(above);
      }
    }
    return folder;
  }

  private void closeUnlessRoot(SecureDirectoryStream<Path> folder) throws IOException {
    if (folder != rootHandle) {
      folder.close();
    }
  }

  private OpenFile openIn(SecureDirectoryStream<Path> folder, Path name, Path file)
      throws IOException {
    BasicFileAttributes before = regularFile(folder, name);
    FileChannel channel;
    try {
      channel =
          (FileChannel)
              folder.newByteChannel(
                  name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (FileSystemException e) {
      regularFile(folder, name);
      throw e;
    }
    try {
      // Java cannot ask a handle for its inode. The same one under the name before and after the
      // open is the one that was opened.
      BasicFileAttributes after = regularFile(folder, name);
      FileVersion version = FileVersion.of(file);
      if (!before.fileKey().equals(after.fileKey())
          || !after.fileKey().equals(version.fileKey())
          || channel.size() != version.size()) {
        throw new ChangedException("changed while it was opened");
      }
      // Of two versions with one tag the digest of the first must not be sent for the second, which
      // would last for as long as it is remembered.
      boolean settled = settling.left(version).isZero();
      return new OpenFile(channel, file, version, settled ? digests : DigestCache.NONE);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static BasicFileAttributes regularFile(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    BasicFileAttributes attributes = Folders.attributes(folder, name);
    if (!attributes.isRegularFile()) {
      throw new NotServedException("not a regular file");
    }
    return attributes;
  }

  @Override
  public void close() throws IOException {
    rootHandle.close();
  }
}
