package io.ft.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens regular files one after the other. The folder of the last one stays open, so that the next
 * file in it is reached without another walk.
 *
 * <p>Used by one thread.
 */
final class FolderVisit implements FileStore.Visit {

  private final ConfinedDirectory directory;
  private final DigestCache digests;
  private final Settling settling;

  private List<Path> at = List.of();
  private @Nullable FolderHandle folder;

  FolderVisit(ConfinedDirectory directory, DigestCache digests, Settling settling) {
    this.directory = directory;
    this.digests = digests;
    this.settling = settling;
  }

  @Override
  public OpenFile open(String path, Permission permission) throws IOException {
    ConfinedDirectory.checkAllowed(permission);
    return open(directory.parts(path));
  }

  /** Opens the file that {@code parts} lead to. The caller releases it. */
  OpenFile open(List<Path> parts) throws IOException {
    return directory.follow(parts, this::openSettled);
  }

  /** What was changed just now is closed for the time that it is waited for, and opened again. */
  private OpenFile openSettled(List<Path> parts) throws IOException {
    if (parts.isEmpty()) {
      throw new NotServedException("not a regular file");
    }
    FileVersion before = null;
    for (int pauses = 0; ; pauses++) {
      OpenFile opened = openAt(parts);
      Duration left = settling.left(opened.version());
      // A version that was waited for once is not waited for again, even if its time stamps lie in
      // the future and will look young for long.
      if (left.isZero() || opened.version().equals(before) || pauses == Settling.MAX_PAUSES) {
        return opened;
      }
      before = opened.version();
      opened.release();
      close();
      settling.waitFor(left);
    }
  }

  private OpenFile openAt(List<Path> parts) throws IOException {
    List<Path> above = parts.subList(0, parts.size() - 1);
    FolderHandle last = folder;
    if (last != null && above.equals(at)) {
      try {
        return openIn(last, parts);
      } catch (IOException e) {
        // Another folder may have this name by now.
      }
    }
    return openIn(enter(above), parts);
  }

  private FolderHandle enter(List<Path> parts) throws IOException {
    close();
    FolderHandle entered = directory.enter(parts);
    at = parts;
    folder = entered;
    return entered;
  }

  private OpenFile openIn(FolderHandle folder, List<Path> parts) throws IOException {
    BasicFileAttributes before = regularFile(folder, parts);
    FileChannel channel;
    try {
      channel = folder.openFile(parts.get(parts.size() - 1));
    } catch (FileSystemException e) {
      regularFile(folder, parts);
      throw e;
    }
    try {
      // Java cannot ask a handle for its inode. The same one under the name before and after the
      // open is the one that was opened; and the path leads to it, not to another name of it.
      BasicFileAttributes after = regularFile(folder, parts);
      Path file = directory.resolve(parts);
      FileVersion version = FileVersion.of(file);
      if (!Objects.equals(before.fileKey(), after.fileKey())
          || !version.isOf(after)
          || channel.size() != version.size()) {
        throw new ChangedException("changed while it was opened");
      }
      // Of two versions with one tag the digest of the first must not be sent for the second, which
      // would last for as long as it is remembered.
      boolean settled = settling.left(version).isZero();
      return new OpenFile(
          channel, file, version, directory.options().tags(), settled ? digests : DigestCache.NONE);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static BasicFileAttributes regularFile(FolderHandle folder, List<Path> parts)
      throws IOException {
    BasicFileAttributes attributes = ConfinedDirectory.look(folder, parts, parts.size() - 1);
    if (!attributes.isRegularFile()) {
      throw new NotServedException("not a regular file");
    }
    return attributes;
  }

  @Override
  public void close() throws IOException {
    FolderHandle last = folder;
    folder = null;
    if (last != null) {
      directory.leave(last);
    }
  }
}
