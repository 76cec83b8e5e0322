package io.ft.client.tree;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes the folders that files need, below one folder that is there. No symbolic link below that is
 * followed, so that no name that a server chooses leads outside.
 */
public final class TargetFolders {

  private final Path top;
  private final Set<Path> known = new HashSet<>();
  private final Set<Path> made = new HashSet<>();

  /** Folders below {@code top}, which may be a symbolic link itself. */
  public TargetFolders(Path top) {
    this.top = top;
  }

  /**
   * Makes {@code relative} and the folders above it, unless they are there.
   *
   * @throws IOException if one of them cannot be made, or its name is taken by something else
   */
  public void make(Path relative) throws IOException {
    if (known.contains(relative) || relative.toString().isEmpty()) {
      return;
    }
    Path parent = relative.getParent();
    if (parent != null) {
      make(parent);
    }
    if (makeOne(top.resolve(relative))) {
      made.add(relative);
    }
    known.add(relative);
  }

  /** Whether {@code relative} was made here, so that nothing was in it. */
  public boolean hasMade(Path relative) {
    return made.contains(relative);
  }

  private static boolean makeOne(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (Files.isSymbolicLink(folder)) {
        throw new FileSystemException(
            folder.toString(), null, "is a symbolic link, which may lead outside");
      }
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(folder.toString(), null, "is in the way, and is no folder");
      }
      return false;
    }
  }
}
