package io.ft.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;

/**
 * The regular files below one folder, and nothing else.
 *
 * <p>A name is never resolved as a whole: the walk starts at a handle of the folder that is held
 * from the start on, and opens part after part relative to the handle before it, following no
 * symbolic link. What is opened so is served; no path is checked first and opened later. Where
 * links are to be followed, what a link says takes its place in the name, and the same walk starts
 * again.
 *
 * <p>As a {@link FileStore} it is the only share of a server, which has no name.
 */
public final class ConfinedDirectory implements FileStore {

  private static final String UNNAMED = "";

  private final Path root;
  private final FolderHandle rootHandle;
  private final StoreOptions options;
  private final Links links;
  private final DigestCache digests;
  private final Settling settling;

  private ConfinedDirectory(
      Path root,
      FolderHandle rootHandle,
      StoreOptions options,
      DigestCache digests,
      Settling settling) {
    this.root = root;
    this.rootHandle = rootHandle;
    this.options = options;
    this.links = new Links(root, options.hiddenFiles());
    this.digests = digests;
    this.settling = settling;
  }

  /**
   * Confines to {@code root}, which may itself be reached by a symbolic link.
   *
   * @throws NotDirectoryException if {@code root} is no folder
   * @throws IOException if {@code root} cannot be opened
   */
  public static ConfinedDirectory open(Path root, StoreOptions options) throws IOException {
    return open(root, options, new DigestCache(options.digestCacheBytes()), new Settling());
  }

  /** As above, with a cache of the caller's and another idea of when a file has settled. */
  static ConfinedDirectory open(
      Path root, StoreOptions options, DigestCache digests, Settling settling) throws IOException {
    return open(root, FolderHandle::openRoot, options, digests, settling);
  }

  /** How the root is opened. */
  interface RootOpener {
    FolderHandle open(Path realRoot) throws IOException;
  }

  /** As above, with handles of another kind. */
  static ConfinedDirectory open(
      Path root, RootOpener opener, StoreOptions options, DigestCache digests, Settling settling)
      throws IOException {
    Path realRoot = root.toRealPath();
    return new ConfinedDirectory(realRoot, opener.open(realRoot), options, digests, settling);
  }

  StoreOptions options() {
    return options;
  }

  @Override
  public OpenFile open(String path, Permission permission) throws IOException {
    try (Visit visit = visit()) {
      return visit.open(path, permission);
    }
  }

  @Override
  public FolderVisit visit() {
    return new FolderVisit(this, digests, settling);
  }

  @Override
  public FolderListing list(String path, boolean recursive, Permission permission)
      throws IOException {
    checkAllowed(permission);
    return path.isEmpty()
        ? list(List.of(), 0, "", recursive)
        : list(parts(path), path.getBytes(UTF_8).length + 1, "", recursive);
  }

  /**
   * Lists the folder that {@code parts} lead to.
   *
   * @param bytesBefore what stands before the path of an entry in a path from the server's root
   * @param prefix what the path of each entry begins with, empty or with a slash at its end
   */
  FolderListing list(List<Path> parts, int bytesBefore, String prefix, boolean recursive)
      throws IOException {
    return new FolderWalk(this, enterFollowing(parts), bytesBefore, prefix, recursive);
  }

  static void checkAllowed(Permission permission) throws NotServedException {
    if (!permission.allows(UNNAMED)) {
      throw new NotServedException("not for this client");
    }
  }

  /** The parts of a path from a client. */
  List<Path> parts(String path) throws NotServedException {
    return PathParts.of(path, options.hiddenFiles());
  }

  /** The path of what has these names. */
  Path resolve(List<Path> parts) {
    return Links.resolve(root, parts);
  }

  /** When the folder itself was last modified. */
  Instant modified() throws IOException {
    return rootHandle.attributes().lastModifiedTime().toInstant();
  }

  /**
   * A walk along names from the root.
   *
   * @param <T> what it finds
   */
  interface Walk<T> {
    /**
     * Does it.
     *
     * @throws LinkException where it meets a link, which it never follows
     */
    T along(List<Path> parts) throws IOException;
  }

  /**
   * What {@code walk} finds along {@code parts}, or along what they lead to by symbolic links.
   *
   * @throws NotServedException also for a link, unless it leads to something inside and is to be
   *     followed
   */
  <T> T follow(List<Path> parts, Walk<T> walk) throws IOException {
    return Folders.served(
        () -> {
          List<Path> linkFree = parts;
          for (int met = 0; ; met++) {
            try {
              return walk.along(linkFree);
            } catch (LinkException e) {
              if (options.symlinks() == Symlinks.REFUSE || met == Links.MAX_LINKS) {
                throw new NotServedException(
                    met == 0 ? "a symbolic link" : "more links than are followed");
              }
              linkFree = links.without(linkFree, e.index());
            }
          }
        });
  }

  /**
   * What a name stands for.
   *
   * @param parts the way to it without a link
   */
  record Found(List<Path> parts, BasicFileAttributes attributes) {}

  /** What {@code parts} lead to, by symbolic links if need be. */
  Found find(List<Path> parts) throws IOException {
    return follow(
        parts,
        linkFree -> {
          if (linkFree.isEmpty()) {
            return new Found(linkFree, rootHandle.attributes());
          }
          int last = linkFree.size() - 1;
          FolderHandle folder = enter(linkFree.subList(0, last));
          try {
            return new Found(linkFree, look(folder, linkFree, last));
          } finally {
            leave(folder);
          }
        });
  }

  /**
   * A folder that was opened to be listed.
   *
   * @param parts the way to it without a link
   * @param handle closed by who gets this
   */
  record Entered(List<Path> parts, FolderHandle handle) {}

  /** Opens the folder that {@code parts} lead to, by symbolic links if need be. */
  Entered enterFollowing(List<Path> parts) throws IOException {
    // A handle gives its names once, so the root is opened anew, from itself.
    return follow(
        parts,
        linkFree ->
            new Entered(linkFree, linkFree.isEmpty() ? rootHandle.reopen() : enter(linkFree)));
  }

  /**
   * The folder that {@code parts} lead to; the root's own handle if there are none. The caller
   * gives it back to {@link #leave}.
   *
   * @throws LinkException if a part is a link
   */
  FolderHandle enter(List<Path> parts) throws IOException {
    FolderHandle folder = rootHandle;
    for (int i = 0; i < parts.size(); i++) {
      FolderHandle above = folder;
      try {
        if (!look(above, parts, i).isDirectory()) {
          throw new NotServedException("a part is no folder");
        }
        folder = above.open(parts.get(i));
      } finally {
        leave(above);
      }
    }
    return folder;
  }

  /** What the part at {@code index} stands for, in the folder that the parts before it lead to. */
  static BasicFileAttributes look(FolderHandle folder, List<Path> parts, int index)
      throws IOException {
    Path part = parts.get(index);
    // This comes out of a link alone.
    if (Links.isUp(part)) {
      throw new LinkException(index);
    }
    BasicFileAttributes attributes = folder.attributes(part);
    if (attributes.isSymbolicLink()) {
      throw new LinkException(index);
    }
    return attributes;
  }

  /** Closes what {@link #enter} has opened. */
  void leave(FolderHandle folder) throws IOException {
    if (folder != rootHandle) {
      folder.close();
    }
  }

  @Override
  public void close() throws IOException {
    rootHandle.close();
  }
}
