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

  private static final String UNCHANGED = "unchanged";
  private static final String EXISTS = "exists";

  private final FileClient client;
  private final Report report;
  private final Failures failures;
  private final boolean skipExisting;
  private final TargetFolders folders;
  private final int atOnce;
  private final Semaphore room;
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
    this.atOnce = atOnce;
    this.room = new Semaphore(atOnce);
  }

  /** Fetches {@code files}, and returns when all have ended. */
  void fetch(Iterator<Planned> files) throws InterruptedException {
    while (files.hasNext() && !failures.areEnough()) {
      fetch(files.next());
    }
    if (failures.areEnough()) {
      running.forEach(Download::cancel);
    }
    room.acquire(atOnce);
    room.release(atOnce);
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
    room.acquire();
    start(item);
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

  private void start(Report.Item item) {
    Download download = client.start(item.request(), report.started(item));
    running.add(download);
    download
        .completion()
        .whenComplete(
            (result, failure) -> {
              try {
                running.remove(download);
                ended(item, result, failure);
              } catch (RuntimeException | Error e) {
                // Nobody looks at what this stage becomes.
                failures.add(item.url(), ExitCode.INTERNAL, "internal error: " + e);
              } finally {
                room.release();
              }
            });
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
