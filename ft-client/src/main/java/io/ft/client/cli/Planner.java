package io.ft.client.cli;

import io.ft.client.Dialect;
import io.ft.client.DownloadOptions;
import io.ft.client.DownloadRequest;
import io.ft.client.RemoteFile;
import io.ft.client.Target;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.client.tree.LocalNames;
import io.ft.client.tree.TargetFolders;
import io.ft.client.tree.TooManyEntriesException;
import io.ft.client.tree.Tree;
import io.ft.client.tree.TreeEntry;
import io.ft.client.tree.TreeSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what the user has asked for a list of files, with a target for each. Folders are listed
 * and all names are checked, so that what cannot work is said before the first byte is fetched.
 */
final class Planner {

  private final TreeSearch search;
  private final boolean recursive;
  private final TargetOptions targetOptions;
  private final DownloadOptions options;
  private final DownloadOptions treeOptions;
  private final Dialect dialect;
  private final Failures failures;

  private final TargetFolders folders;
  private final Targets targets;
  private final List<Planned> named = new ArrayList<>();
  private @Nullable LocalNames portableNames;
  private boolean searched;

  Planner(
      TreeSearch search,
      boolean recursive,
      TargetOptions targetOptions,
      DownloadOptions options,
      Dialect dialect,
      Failures failures) {
    this.search = search;
    this.recursive = recursive;
    this.targetOptions = targetOptions;
    this.options = options;
    this.treeOptions = options.withKeepModified(true);
    this.dialect = dialect;
    this.failures = failures;
    this.folders = new TargetFolders(directory());
    this.targets = new Targets(recursive ? null : targetOptions.output(), directory());
  }

  /**
   * Plans to fetch {@code wanted}. What cannot be fetched is told, and left out.
   *
   * @throws IllegalArgumentException if the user has to ask for it in another way
   */
  Plan plan(List<Wanted> wanted) throws InterruptedException {
    for (Wanted each : wanted) {
      if (failures.areEnough()) {
        break;
      }
      plan(each);
    }
    Tree tree = search.found();
    if (searched && tree.files().size() + tree.folders().size() > 0) {
      refuse(tree);
    }
    return new Plan(named, tree.files(), tree.folders(), this::planned);
  }

  private void plan(Wanted wanted) throws InterruptedException {
    try {
      if (wanted instanceof Wanted.File file) {
        name(file);
      } else if (wanted instanceof Wanted.Matches matches) {
        match(matches);
      } else {
        tree((Wanted.Tree) wanted);
      }
    } catch (TransferException e) {
      failures.add(wanted.url(), e);
    } catch (TooManyEntriesException e) {
      failures.add(
          wanted.url(), ExitCode.TOO_MANY_ENTRIES, e.getMessage() + " (see --max-entries)");
    } catch (IOException e) {
      failures.add(wanted.url(), ExitCode.CANNOT_WRITE, "cannot write: " + e.getMessage());
    }
  }

  private void name(Wanted.File file) throws IOException {
    String path = file.path();
    String violation = violation(path == null ? file.source().name() : path);
    if (violation != null) {
      failures.add(file.url(), ExitCode.NAME_REFUSED, violation);
      return;
    }
    Target target = path == null ? targets.of(file.source()) : targets.below(path);
    named.add(planned(file.url(), path, file.source(), target));
  }

  /** What the user has named may have any name that works, unless the user wants otherwise. */
  private @Nullable String violation(String path) throws IOException {
    if (!targetOptions.portableNames() || targetOptions.output() != null) {
      return null;
    }
    if (portableNames == null) {
      portableNames = LocalNames.in(directory(), true);
    }
    String violation = portableNames.violation(path);
    return violation == null ? portableNames.take(path) : violation;
  }

  private Planned planned(String url, @Nullable String path, RemoteFile source, Target target) {
    DownloadOptions own = options.withKeepModified(targetOptions.remoteTime());
    DownloadRequest request = new DownloadRequest(source, target, dialect, own);
    return new Planned(
        new Report.Item(url, path == null ? source.name() : path, request), path, null);
  }

  private void match(Wanted.Matches matches)
      throws TransferException, TooManyEntriesException, InterruptedException {
    searched = true;
    int leftOut = search.found().leftOut().size();
    long found = search.addMatches(matches.pattern(), recursive);
    List<String> folders = search.found().leftOut();
    for (String folder : folders.subList(leftOut, folders.size())) {
      failures.note(folder + " is a folder, and left out (fetch it with -r)");
    }
    if (found == 0) {
      failures.add(
          matches.url(), ExitCode.NOT_FOUND, "nothing on the server matches (see --globoff)");
    }
  }

  private void tree(Wanted.Tree wanted)
      throws IOException, TooManyEntriesException, InterruptedException {
    try {
      search.addTree(wanted.folder(), prefix(wanted));
      searched = true;
    } catch (TransferException e) {
      if (e.error() != TransferError.NOT_FOUND || wanted.url().endsWith("/")) {
        throw e;
      }
      // No folder has this name. A file may.
      name(new Wanted.File(wanted.url(), RemoteFile.parse(wanted.url()), outputName()));
    }
  }

  private String prefix(Wanted.Tree wanted) {
    String output = outputName();
    if (output != null) {
      return output + "/";
    }
    String path = wanted.folder().path();
    return path.isEmpty() ? "" : path.substring(path.lastIndexOf('/') + 1) + "/";
  }

  /** What a tree is called here, if the user says; the folder it is in is {@link #directory}. */
  private @Nullable String outputName() {
    String output = targetOptions.output();
    return output == null || !recursive ? null : String.valueOf(Path.of(output).getFileName());
  }

  /** The folder below which everything goes. */
  Path directory() {
    String output = targetOptions.output();
    if (output == null || !recursive) {
      return targetOptions.directory();
    }
    Path parent = targetOptions.directory().resolve(output).getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** The folders below {@link #directory}. */
  TargetFolders folders() {
    return folders;
  }

  /** Says which names cannot be here, and takes them out. */
  private void refuse(Tree tree) {
    LocalNames names;
    try {
      names = LocalNames.in(directory(), targetOptions.portableNames());
    } catch (IOException e) {
      failures.add(
          directory().toString(), ExitCode.CANNOT_WRITE, "cannot write: " + e.getMessage());
      tree.clear();
      return;
    }
    for (Tree.Refusal refusal : tree.refuse(names)) {
      TreeEntry entry = refusal.entry();
      failures.add(entry.source().url(), ExitCode.NAME_REFUSED, refusal.reason());
    }
    if (tree.omitted() > 0) {
      failures.add(
          "the server",
          ExitCode.NAME_REFUSED,
          "left out " + tree.omitted() + " names that are not UTF-8 or too long");
    }
  }

  /** Spells out a file that was found. */
  private Planned planned(TreeEntry file) {
    RemoteFile source = file.source();
    String path = file.path();
    Path relative = Path.of(path);
    Path target = directory().resolve(relative);
    Path folder = relative.getParent();
    boolean isNew = folder != null && folders.hasMade(folder);
    DownloadRequest request =
        new DownloadRequest(
            source, isNew ? Target.newFile(target) : Target.file(target), dialect, treeOptions);
    return new Planned(
        new Report.Item(source.url(), path, request, file.entry().sizeBytes()), path, file.entry());
  }
}
