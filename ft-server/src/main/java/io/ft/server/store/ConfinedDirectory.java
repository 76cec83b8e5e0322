package io.ft.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;

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
    try (Visit visit = visit()) {
      return visit.open(path);
    }
  }

  @Override
  public Visit visit() {
    return new FolderVisit(this, digests, settling);
  }

  /** The path of what has these names. */
  Path resolve(List<Path> parts) {
    Path path = root;
    for (Path part : parts) {
      path = path.resolve(part);
    }
    return path;
  }

  @Override
  public FolderListing list(String path, boolean recursive) throws IOException {
    // A handle gives its names once, so the root is opened anew, from itself.
    List<Path> parts = path.isEmpty() ? List.of(Path.of(".")) : PathParts.of(path);
    int rootBytes = path.isEmpty() ? 0 : path.getBytes(UTF_8).length + 1;
    return new FolderWalk(Folders.served(() -> enter(parts)), rootBytes, recursive);
  }

  /**
   * The folder that {@code parts} lead to; the root's own handle if there are none. The caller
   * gives it back to {@link #leave}.
   */
  SecureDirectoryStream<Path> enter(List<Path> parts) throws IOException {
    SecureDirectoryStream<Path> folder = rootHandle;
    for (Path part : parts) {
      SecureDirectoryStream<Path> above = folder;
      try {
        if (!Folders.attributes(above, part).isDirectory()) {
          throw new NotServedException("a part is no folder");
        }
        folder = Folders.open(above, part);
      } finally {
        leave(above);
      }
    }
    return folder;
  }

  /** Closes what {@link #enter} has opened. */
  void leave(SecureDirectoryStream<Path> folder) throws IOException {
    if (folder != rootHandle) {
      folder.close();
    }
  }

  @Override
  public void close() throws IOException {
    rootHandle.close();
  }
}
