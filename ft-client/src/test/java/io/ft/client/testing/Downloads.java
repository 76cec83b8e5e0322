package io.ft.client.testing;

import io.ft.client.Download;
import io.ft.client.DownloadResult;
import io.ft.client.TransferException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the end of downloads, but not for ever. */
public final class Downloads {

  private Downloads() {}

  /** The result of a download that must succeed. */
  public static DownloadResult success(Download download) throws InterruptedException {
    try {
      return end(download);
    } catch (ExecutionException e) {
      throw new AssertionError("the download failed", e.getCause());
    }
  }

  /** Why a download failed that must fail. */
  public static TransferException failure(Download download) throws InterruptedException {
    try {
      throw new AssertionError("the download succeeded: " + end(download));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransferException failure) {
        return failure;
      }
      throw new AssertionError("not a TransferException", e.getCause());
    }
  }

  private static DownloadResult end(Download download)
      throws InterruptedException, ExecutionException {
    try {
      return download.completion().toCompletableFuture().get(Await.LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the download did not end in time", e);
    }
  }
}
