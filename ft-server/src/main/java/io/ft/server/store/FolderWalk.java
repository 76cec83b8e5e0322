package io.ft.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.codec.Entry.Kind;
import io.ft.codec.Limits;
import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks down from one folder, depth first. Each folder on the way down is held open and was entered
 * from the one above it, following no symbolic link.
 *
 * <p>Holds the handles of the folders on the way down alone (Java takes two for each): the length
 * of a path bounds them, and the number of names has no part in it.
 */
final class FolderWalk implements FolderListing {

  // What a worker does in one go, and what a batch takes on its way to the client: with all that
  // comes on top of the text less than the 64 KiB from which on a channel counts as not writable.
  private static final int MAX_NAMES = 1024;
  private static final int MAX_ENTRIES = 192;
  private static final int MAX_TEXT_BYTES = 16 * 1024;

  /** How often a name is looked at that stands for another file each time. */
  private static final int MAX_LOOKS = 3;

  private final int rootBytes;
  private final boolean recursive;
  private final Deque<Folder> wayDown = new ArrayDeque<>();

  // The batch that is being read.
  private List<FolderEntry> entries = new ArrayList<>();
  private int textBytes;
  private long omitted;

  /**
   * A folder on the way down.
   *
   * @param prefix what stands before its names in the path of an entry
   */
  private record Folder(SecureDirectoryStream<Path> handle, Iterator<Path> names, String prefix) {
    Folder(SecureDirectoryStream<Path> handle, String prefix) {
      this(handle, handle.iterator(), prefix);
    }
  }

  /**
   * A walk that has not begun.
   *
   * @param folder what to list, whose names nobody has read; closed with the walk
   * @param rootBytes what stands before the path of an entry in a path from the root, in bytes
   */
  FolderWalk(SecureDirectoryStream<Path> folder, int rootBytes, boolean recursive) {
    this.rootBytes = rootBytes;
    this.recursive = recursive;
    wayDown.push(new Folder(folder, ""));
  }

  @Override
  public Batch next() throws IOException {
    entries = new ArrayList<>();
    textBytes = 0;
    omitted = 0;
    for (int names = 0; names < MAX_NAMES && !isFull() && !wayDown.isEmpty(); names++) {
      Folder folder = wayDown.element();
      Path path = nextIn(folder);
      if (path == null) {
        wayDown.remove().handle().close();
      } else {
        look(folder, path, Objects.requireNonNull(path.getFileName()));
      }
    }
    return new Batch(entries, omitted, wayDown.isEmpty());
  }

  private boolean isFull() {
    return entries.size() >= MAX_ENTRIES || textBytes >= MAX_TEXT_BYTES;
  }

  private static @Nullable Path nextIn(Folder folder) throws IOException {
    try {
      return folder.names().hasNext() ? folder.names().next() : null;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Adds what {@code name} stands for, if it is to be listed. */
  private void look(Folder folder, Path path, Path name) throws IOException {
    // A file that is replaced between the two looks at it is there all the time: look again.
    for (int looks = 0; looks < MAX_LOOKS; looks++) {
      BasicFileAttributes seen;
      FileVersion file;
      try {
        seen = Folders.served(() -> Folders.attributes(folder.handle(), name));
        file = seen.isRegularFile() ? Folders.served(() -> FileVersion.of(path)) : null;
      } catch (NotServedException e) {
        continue;
      }
      if (seen.isDirectory()) {
        addFolder(folder, name, seen.lastModifiedTime().toInstant());
        return;
      }
      if (file == null) {
        return;
      }
      // The path from the root may lead anywhere by now, but the same inode is the same file.
      if (file.fileKey().equals(seen.fileKey())) {
        add(folder, name, Kind.FILE, file.size(), file.modified(), file.tag());
        return;
      }
    }
  }

  private void addFolder(Folder parent, Path name, Instant modified) throws IOException {
    FolderEntry entry = add(parent, name, Kind.FOLDER, 0, modified, Tag.NONE);
    if (entry == null || !recursive) {
      return;
    }
    SecureDirectoryStream<Path> handle;
    try {
      handle = Folders.served(() -> Folders.open(parent.handle(), name));
    } catch (NotServedException e) {
      // It has vanished, or is not for this server: its entry is all that is sent of it.
      return;
    }
    wayDown.push(new Folder(handle, entry.path() + "/"));
  }

  /** Null if no request could carry the path. */
  private @Nullable FolderEntry add(
      Folder folder, Path name, Kind kind, long size, Instant modified, Tag tag) {
    String text = PathParts.textOf(name);
    if (text == null) {
      omitted++;
      return null;
    }
    String path = folder.prefix() + text;
    int pathBytes = path.getBytes(UTF_8).length;
    if (rootBytes + pathBytes > Limits.MAX_PATH_BYTES) {
      omitted++;
      return null;
    }
    FolderEntry entry = new FolderEntry(kind, path, size, modified, tag);
    entries.add(entry);
    textBytes += pathBytes;
    return entry;
  }

  @Override
  public void close() throws IOException {
    Folder innermost = wayDown.poll();
    if (innermost != null) {
      try {
        innermost.handle().close();
      } finally {
        close();
      }
    }
  }
}
