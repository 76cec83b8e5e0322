package io.ft.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.codec.Entry.Kind;
import io.ft.codec.Limits;
import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
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
 * from the one above it, following no symbolic link. What a link leads to, if links are followed,
 * is entered from the root instead; a folder that the walk is just in is not entered once more, so
 * that links in a circle end.
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

  /** Each is looked for from the root on. */
  private static final int MAX_LINKS = 64;

  /** How often a name is looked at that stands for another file each time. */
  private static final int MAX_LOOKS = 3;

  private final ConfinedDirectory directory;
  private final boolean followsLinks;
  private final int bytesBefore;
  private final boolean recursive;
  private final Deque<Folder> wayDown = new ArrayDeque<>();

  // The batch that is being read.
  private List<FolderEntry> entries = new ArrayList<>();
  private int textBytes;
  private int links;
  private long omitted;

  /**
   * A folder on the way down.
   *
   * @param parts the way from the root, without a link
   * @param prefix what stands before its names in the path of an entry
   * @param key the same for no other folder on the way down; the parts if links are not followed
   */
  private record Folder(
      FolderHandle handle, Iterator<Path> names, List<Path> parts, String prefix, Object key) {

    List<Path> child(Path name) {
      List<Path> child = new ArrayList<>(parts);
      child.add(name);
      return child;
    }
  }

  /**
   * A walk that has not begun.
   *
   * @param start what to list, whose names nobody has read; closed with the walk
   * @param bytesBefore what stands before the path of an entry in a path from the server's root
   * @param prefix what the path of each entry begins with
   * @throws IOException if it cannot be begun, and {@code start} is closed
   */
  FolderWalk(
      ConfinedDirectory directory,
      ConfinedDirectory.Entered start,
      int bytesBefore,
      String prefix,
      boolean recursive)
      throws IOException {
    this.directory = directory;
    this.followsLinks = directory.options().symlinks() == Symlinks.INSIDE;
    this.bytesBefore = bytesBefore;
    this.recursive = recursive;
    enter(start, prefix);
  }

  /** Goes on in {@code entered}; closes it if the walk is in it already, or if this throws. */
  private void enter(ConfinedDirectory.Entered entered, String prefix) throws IOException {
    FolderHandle handle = entered.handle();
    boolean isEntered = false;
    try {
      Object key = key(entered);
      if (!followsLinks || wayDown.stream().noneMatch(folder -> folder.key().equals(key))) {
        wayDown.push(new Folder(handle, handle.names(), entered.parts(), prefix, key));
        isEntered = true;
      }
    } finally {
      if (!isEntered) {
        handle.close();
      }
    }
  }

  private Object key(ConfinedDirectory.Entered entered) throws IOException {
    Object key = followsLinks ? entered.handle().attributes().fileKey() : null;
    return key == null ? entered.parts() : key;
  }

  @Override
  public Batch next() throws IOException {
    entries = new ArrayList<>();
    textBytes = 0;
    links = 0;
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
    return entries.size() >= MAX_ENTRIES || textBytes >= MAX_TEXT_BYTES || links >= MAX_LINKS;
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
    if (!directory.options().hiddenFiles() && PathParts.isHidden(name.toString())) {
      return;
    }
    // A file that is replaced between the two looks at it is there all the time: look again.
    for (int looks = 0; looks < MAX_LOOKS; looks++) {
      try {
        BasicFileAttributes seen = Folders.served(() -> folder.handle().attributes(name));
        boolean isLink = followsLinks && seen.isSymbolicLink();
        boolean done = isLink ? addLinked(folder, name) : add(folder, name, seen, path);
        if (done) {
          return;
        }
      } catch (NotServedException e) {
        // It is away, perhaps for a moment.
      }
    }
  }

  /** Adds what a link leads to. */
  private boolean addLinked(Folder folder, Path link) throws IOException {
    links++;
    ConfinedDirectory.Found found = directory.find(folder.child(link));
    if (!found.attributes().isDirectory()) {
      return add(folder, link, found.attributes(), directory.resolve(found.parts()));
    }
    FolderEntry entry = addFolder(folder, link, found.attributes());
    if (entry != null && recursive) {
      enter(entry, () -> directory.enterFollowing(found.parts()));
    }
    return true;
  }

  /** False if {@code path} leads to another file than the one that was seen. */
  private boolean add(Folder folder, Path name, BasicFileAttributes seen, Path path)
      throws IOException {
    if (seen.isDirectory()) {
      FolderEntry entry = addFolder(folder, name, seen);
      if (entry != null && recursive) {
        enter(
            entry,
            () -> new ConfinedDirectory.Entered(folder.child(name), folder.handle().open(name)));
      }
      return true;
    }
    if (!seen.isRegularFile()) {
      return true;
    }
    FileVersion file = Folders.served(() -> FileVersion.of(path));
    // The path from the root may lead anywhere by now, but the same inode is the same file.
    if (!file.isOf(seen)) {
      return false;
    }
    Tag tag = file.tag(directory.options().tags());
    add(folder, name, Kind.FILE, file.size(), file.modified(), tag);
    return true;
  }

  private @Nullable FolderEntry addFolder(Folder parent, Path name, BasicFileAttributes seen) {
    return add(parent, name, Kind.FOLDER, 0, seen.lastModifiedTime().toInstant(), Tag.NONE);
  }

  private void enter(FolderEntry entry, Folders.Look<ConfinedDirectory.Entered> opener)
      throws IOException {
    try {
      enter(Folders.served(opener), entry.path() + "/");
    } catch (NotServedException e) {
      // It has vanished, or is not for this server: its entry is all that is sent of it.
    }
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
    if (bytesBefore + pathBytes > Limits.MAX_PATH_BYTES) {
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
