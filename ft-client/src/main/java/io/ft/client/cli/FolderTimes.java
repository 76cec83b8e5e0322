package io.ft.client.cli;

import io.ft.client.store.ModifiedTime;
import io.ft.client.tree.TreeEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * Gives the folders of a tree the times of their sources, when nothing is written to them any more.
 */
final class FolderTimes {

  private final Path directory;

  FolderTimes(Path directory) {
    this.directory = directory;
  }

  void set(List<TreeEntry> folders, Failures failures) {
    for (TreeEntry folder : folders) {
      try {
        set(directory.resolve(folder.path()), ModifiedTime.of(folder.entry().modified()));
      } catch (IOException e) {
        failures.note(folder.path() + ": cannot set its time: " + e.getMessage());
      }
    }
  }

  private static void set(Path folder, FileTime modified) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.getFileAttributeView(folder, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(modified, null, null);
    }
  }
}
