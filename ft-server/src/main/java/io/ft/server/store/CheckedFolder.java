package io.ft.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder by its path, where the platform has no handles to walk along. Before and after each step
 * it looks whether its path still leads to it and through no link.
 *
 * <p>This is weaker than {@link HeldFolder}: a part that becomes a link after the first look, and a
 * folder again before the second one, is not noticed. It takes someone who may write in a folder
 * that is served, and hits that moment twice.
 */
final class CheckedFolder implements FolderHandle {

  private final Path path;
  private final @Nullable Object fileKey;
  private final DirectoryStream<Path> stream;

  private CheckedFolder(Path path, @Nullable Object fileKey, DirectoryStream<Path> stream) {
    this.path = path;
    this.fileKey = fileKey;
    this.stream = stream;
  }

  /**
   * Opens the folder at {@code path}.
   *
   * @param path without a link
   * @throws NotServedException if a part is a link or no folder
   */
  @SuppressWarnings("StreamResourceLeak") // the handle takes it over
  static CheckedFolder at(Path path) throws IOException {
    BasicFileAttributes before = look(path);
    if (!before.isDirectory()) {
      throw new NotServedException("a part is no folder any more");
    }
    CheckedFolder folder =
        new CheckedFolder(path, before.fileKey(), Files.newDirectoryStream(path));
    return folder.unlessMoved(folder);
  }

  private static BasicFileAttributes look(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public BasicFileAttributes attributes() throws IOException {
    if (!isReal(path, path.toRealPath())) {
      throw new NotServedException("a part has become a link");
    }
    BasicFileAttributes now = look(path);
    if (!now.isDirectory() || !Objects.equals(now.fileKey(), fileKey)) {
      throw new NotServedException("a part has become another one");
    }
    return now;
  }

  /** Compared as text, because paths may be equal in another case. */
  private static boolean isReal(Path path, Path real) {
    return path.toString().equals(real.toString());
  }

  /** Closes {@code opened} and throws if this folder is not where it was. */
  private <T extends Closeable> T unlessMoved(T opened) throws IOException {
    try {
      attributes();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public BasicFileAttributes attributes(Path name) throws IOException {
    attributes();
    Path child = path.resolve(name);
    // Systems without handles may know a file by other names, too: short ones, those with a dot at
    // the end, those of devices.
    if (!isReal(child, child.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
      throw new NotServedException("not the name that it has in its folder");
    }
    BasicFileAttributes found = look(child);
    attributes();
    return found;
  }

  @Override
  public FolderHandle open(Path name) throws IOException {
    attributes();
    return unlessMoved(at(path.resolve(name)));
  }

  @Override
  public FolderHandle reopen() throws IOException {
    attributes();
    return unlessMoved(at(path));
  }

  @Override
  public FileChannel openFile(Path name) throws IOException {
    attributes();
    return unlessMoved(
        FileChannel.open(path.resolve(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public Iterator<Path> names() {
    return stream.iterator();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
