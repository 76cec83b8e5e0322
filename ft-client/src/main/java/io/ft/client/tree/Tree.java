package io.ft.client.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files and folders that a {@link TreeSearch} has found. */
public final class Tree {

  private static final Comparator<TreeEntry> BY_PATH = Comparator.comparing(TreeEntry::path);

  /**
   * An entry that cannot be here.
   *
   * @param reason why, for people
   */
  public record Refusal(TreeEntry entry, String reason) {}

  private final List<TreeEntry> files = new ArrayList<>();
  private final List<TreeEntry> folders = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private long omitted;

  void add(TreeEntry entry) {
    (entry.isFile() ? files : folders).add(entry);
  }

  /** A folder that was matched, and that nobody asked for with all that is in it. */
  void leaveOut(String path) {
    leftOut.add(path);
  }

  void omitted(long names) {
    omitted += names;
  }

  long size() {
    return (long) files.size() + folders.size();
  }

  /** The files. */
  public List<TreeEntry> files() {
    return Collections.unmodifiableList(files);
  }

  /** The folders that were listed; a file may be in one that was not. */
  public List<TreeEntry> folders() {
    return Collections.unmodifiableList(folders);
  }

  /** The paths of folders that a pattern matches, and whose content was not asked for. */
  public List<String> leftOut() {
    return Collections.unmodifiableList(leftOut);
  }

  /** How many names the server has and no request could carry. */
  public long omitted() {
    return omitted;
  }

  /** The lengths of the files together, in bytes. */
  public long bytes() {
    return files.stream().mapToLong(file -> file.entry().sizeBytes()).sum();
  }

  /** Takes out everything. */
  public void clear() {
    files.clear();
    folders.clear();
  }

  /** Takes out what cannot be here, and brings the rest into the order of its paths. */
  public List<Refusal> refuse(LocalNames names) {
    folders.sort(BY_PATH);
    files.sort(BY_PATH);
    List<Refusal> refusals = new ArrayList<>();
    refuse(folders, names, Set.of(), refusals);
    refuse(files, names, namesOfUnfinished(), refusals);
    return refusals;
  }

  private static void refuse(
      List<TreeEntry> entries, LocalNames names, Set<String> reserved, List<Refusal> refusals) {
    entries.removeIf(
        entry -> {
          String reason = reason(entry.path(), names, reserved);
          if (reason != null) {
            refusals.add(new Refusal(entry, reason));
          }
          return reason != null;
        });
  }

  private static @Nullable String reason(String path, LocalNames names, Set<String> reserved) {
    String violation = names.violation(path);
    if (violation != null) {
      return violation;
    }
    if (reserved.contains(path)) {
      return "an unfinished download of " + LocalNames.finished(path) + " has this name";
    }
    return names.take(path);
  }

  /** Mostly none; so not all names are gathered to find that out. */
  private Set<String> namesOfUnfinished() {
    Set<String> suspects =
        files.stream()
            .map(TreeEntry::path)
            .filter(path -> LocalNames.finished(path) != null)
            .collect(Collectors.toSet());
    if (suspects.isEmpty()) {
      return suspects;
    }
    Set<String> paths = files.stream().map(TreeEntry::path).collect(Collectors.toSet());
    suspects.removeIf(path -> !paths.contains(LocalNames.finished(path)));
    return suspects;
  }
}
