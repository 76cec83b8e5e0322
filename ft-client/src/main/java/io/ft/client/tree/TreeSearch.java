package io.ft.client.tree;

import io.ft.client.FileClient;
import io.ft.client.Listing;
import io.ft.client.ListingListener;
import io.ft.client.ListingRequest;
import io.ft.client.RemoteEntry;
import io.ft.client.RemoteFolder;
import io.ft.client.RetryPolicy;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out what a server has of what was asked for. What is found is held in memory, so its number
 * is limited. Used on one thread, which waits for the server.
 */
public final class TreeSearch {

  private final FileClient client;
  private final RetryPolicy retry;
  private final long maxTimeMillis;
  private final PathFilter filter;
  private final long maxEntries;

  private final Tree tree = new Tree();

  /**
   * A search that has found nothing yet.
   *
   * @param maxTimeMillis how long one listing may take, in milliseconds
   * @param filter which of the files that are found are wanted
   * @param maxEntries how many names may be found
   */
  public TreeSearch(
      FileClient client,
      RetryPolicy retry,
      long maxTimeMillis,
      PathFilter filter,
      long maxEntries) {
    this.client = client;
    this.retry = retry;
    this.maxTimeMillis = maxTimeMillis;
    this.filter = filter;
    this.maxEntries = maxEntries;
  }

  /** What was found until now. */
  public Tree found() {
    return tree;
  }

  /**
   * Adds everything below {@code folder}.
   *
   * @param prefix the path here of what is in it; empty, or with a {@code /} at its end
   * @throws TransferException if it cannot be listed; {@link TransferError#NOT_FOUND} if it is no
   *     folder
   */
  public void addTree(RemoteFolder folder, String prefix)
      throws TransferException, TooManyEntriesException, InterruptedException {
    TreeEntry.Origin origin = new TreeEntry.Origin(folder, prefix);
    for (RemoteEntry entry : list(folder, true)) {
      add(new TreeEntry(origin, entry), entry.path());
    }
  }

  /**
   * Adds the files that {@code pattern} matches, under their paths below its base.
   *
   * @param recursive whether everything in a folder that it matches is added, too
   * @return how many names it matches
   * @throws TransferException if a folder cannot be listed
   */
  public long addMatches(UrlPattern pattern, boolean recursive)
      throws TransferException, TooManyEntriesException, InterruptedException {
    return addMatches(pattern, 0, pattern.base(), "", recursive);
  }

  private long addMatches(
      UrlPattern pattern, int depth, RemoteFolder folder, String prefix, boolean recursive)
      throws TransferException, TooManyEntriesException, InterruptedException {
    boolean last = depth == pattern.parts().size() - 1;
    TreeEntry.Origin origin = new TreeEntry.Origin(folder, prefix);
    long matches = 0;
    for (RemoteEntry entry : list(folder, false)) {
      if (!pattern.matches(depth, entry.path())) {
        continue;
      }
      boolean isFile = entry.kind() == RemoteEntry.Kind.FILE;
      RemoteFolder below = folder.folder(entry.path());
      String path = prefix + entry.path();
      if (last && isFile) {
        matches++;
        add(new TreeEntry(origin, entry), path);
      } else if (last && recursive) {
        matches++;
        add(new TreeEntry(origin, entry), path);
        addTree(below, path + "/");
      } else if (last) {
        tree.leaveOut(path);
      } else if (!isFile) {
        matches += addMatches(pattern, depth + 1, below, path + "/", recursive);
      }
    }
    return matches;
  }

  private void add(TreeEntry entry, String filteredPath) {
    boolean folder = !entry.isFile();
    // Folders are made for what is wanted; an empty one is made if no kind of file is preferred.
    if (filter.wants(folder ? filteredPath + "/" : filteredPath)
        && (!folder || filter.includes().isEmpty())) {
      tree.add(entry);
    }
  }

  private List<RemoteEntry> list(RemoteFolder folder, boolean recursive)
      throws TransferException, TooManyEntriesException, InterruptedException {
    Gatherer gatherer = new Gatherer(maxEntries - tree.size());
    Listing listing =
        client.list(new ListingRequest(folder, recursive, retry, maxTimeMillis), gatherer);
    gatherer.full.thenRun(listing::cancel);
    try {
      tree.omitted(listing.await().omitted());
    } catch (TransferException e) {
      if (!gatherer.full.isDone()) {
        throw e;
      }
    }
    // The last entries may have come faster than the listing could be cancelled.
    if (gatherer.full.isDone()) {
      throw new TooManyEntriesException(maxEntries);
    }
    return gatherer.entries;
  }

  /** Holds the entries of one listing, on the client's writer thread until that ends. */
  private static final class Gatherer implements ListingListener {

    private final long maxEntries;
    private final CompletableFuture<Void> full = new CompletableFuture<>();
    private final List<RemoteEntry> entries = new ArrayList<>();

    Gatherer(long maxEntries) {
      this.maxEntries = maxEntries;
    }

    @Override
    public void entry(RemoteEntry entry) {
      if (entries.size() < maxEntries) {
        entries.add(entry);
      } else {
        full.complete(null);
      }
    }

    @Override
    public boolean restart() {
      entries.clear();
      return true;
    }
  }
}
