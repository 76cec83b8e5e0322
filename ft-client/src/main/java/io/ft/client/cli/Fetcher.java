package io.ft.client.cli;

import io.ft.client.Download;
import io.ft.client.DownloadRequest;
import io.ft.client.DownloadResult;
import io.ft.client.FileClient;
import io.ft.client.LocalCopy;
import io.ft.client.RemoteEntry;
import io.ft.client.Target;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.client.tree.TargetFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the files of a plan, so many at once that the connections are never idle. A file that
 * fails does not stop the others, unless the user wants that.
 */
final class Fetcher {

  /**
   * Large files come a few at a time: of each one that is under way a sudden end of the process
   * costs what is not recorded yet. A file counts in shares of so many bytes.
   */
  private static final int SHARE_BYTES = 1024 * 1024;

  /** A file of so many shares has half of the room. */
  private static final int MAX_SHARE = 32;

  private static final String UNCHANGED = "unchanged";
  private static final String EXISTS = "exists";

  private final FileClient client;
  private final Report report;
  private final Failures failures;
  private final boolean skipExisting;
  private final TargetFolders folders;
  private final Places places;
  private final Semaphore roomForLarge = new Semaphore(2 * MAX_SHARE);

  private final Set<Download> running = ConcurrentHashMap.newKeySet();

  /**
   * A fetcher that has nothing to do yet.
   *
   * @param folders makes the folders that files need
   * @param skipExisting whether a target that is there is left alone
   * @param atOnce how many files are asked for at once
   */
  Fetcher(
      FileClient client,
      Report report,
      Failures failures,
      TargetFolders folders,
      boolean skipExisting,
      int atOnce) {
    this.client = client;
    this.report = report;
    this.failures = failures;
    this.folders = folders;
    this.skipExisting = skipExisting;
    this.places = new Places(atOnce);
  }

  /** Fetches {@code files}, and returns when all have ended. */
  void fetch(Iterator<Planned> files) throws InterruptedException {
    while (files.hasNext() && !failures.areEnough()) {
      fetch(files.next());
    }
    places.awaitAllLeft();
  }

  private void fetch(Planned planned) throws InterruptedException {
    Report.Item item = planned.item();
    try {
      String reason = reasonToSkip(item.request(), planned.listed());
      if (reason != null) {
        report.skipped(item, reason);
        return;
      }
      String path = planned.path();
      Path folder = path == null ? null : Path.of(path).getParent();
      if (folder != null) {
        folders.make(folder);
      }
    } catch (IOException e) {
      failures.add(item.url(), ExitCode.CANNOT_WRITE, "cannot write: " + e.getMessage());
      return;
    }
    int shares = shares(planned.listed());
    places.take();
    roomForLarge.acquire(shares);
    start(item, shares);
  }

  private static int shares(@Nullable RemoteEntry listed) {
    return listed == null ? 0 : (int) Math.min(MAX_SHARE, listed.sizeBytes() / SHARE_BYTES);
  }

  private @Nullable String reasonToSkip(DownloadRequest request, @Nullable RemoteEntry listed)
      throws IOException {
    if (skipExisting
        && request.target() instanceof Target.ToFile file
        && Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS)) {
      return EXISTS;
    }
    return listed != null && LocalCopy.isCurrent(request, listed) ? UNCHANGED : null;
  }

  private void start(Report.Item item, int shares) {
    Download download = client.start(item.request(), report.started(item));
    running.add(download);
    download
        .completion()
        .whenComplete(
            (result, failure) -> {
              try {
                running.remove(download);
                ended(item, result, failure);
                stopIfEnough();
              } catch (RuntimeException | Error e) {
                // Nobody looks at what this stage becomes.
                failures.add(item.url(), ExitCode.INTERNAL, "internal error: " + e);
              } finally {
                roomForLarge.release(shares);
                places.leave();
              }
            });
    // One that began while the others were stopped.
    stopIfEnough();
  }

  /** At once, since the files that are running may take hours. */
  private void stopIfEnough() {
    if (failures.areEnough()) {
      running.forEach(Download::cancel);
    }
  }

  private void ended(
      Report.Item item, @Nullable DownloadResult result, @Nullable Throwable failure) {
    if (result != null) {
      report.done(item, result);
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof TransferException transfer)) {
      failures.add(item.url(), ExitCode.INTERNAL, "internal error: " + cause);
    } else if (transfer.error() == TransferError.TARGET_EXISTS && skipExisting) {
      report.skipped(item, EXISTS);
    } else if (transfer.error() == TransferError.CANCELLED && failures.areEnough()) {
      report.skipped(item, "another file failed");
    } else {
      failures.add(item.url(), transfer);
    }
  }
}
