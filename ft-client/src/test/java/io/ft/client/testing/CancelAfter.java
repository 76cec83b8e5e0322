package io.ft.client.testing;

import io.ft.client.Download;
import io.ft.client.DownloadRequest;
import io.ft.client.FileClient;
import io.ft.client.TransferError;
import io.ft.client.TransferException;
import io.ft.client.TransferListener;
import java.util.concurrent.CompletableFuture;

/** Cancels its download when enough of it has been verified. */
public final class CancelAfter implements TransferListener {

  private final long enoughBytes;
  private final CompletableFuture<Download> download = new CompletableFuture<>();

  private CancelAfter(long enoughBytes) {
    this.enoughBytes = enoughBytes;
  }

  /** Downloads that much and perhaps some more; returns how much is verified. */
  public static long verified(FileClient client, DownloadRequest request, long enoughBytes)
      throws InterruptedException {
    CancelAfter listener = new CancelAfter(enoughBytes);
    Download download = client.start(request, listener);
    listener.download.complete(download);
    TransferException failure = Downloads.failure(download);
    if (failure.error() != TransferError.CANCELLED) {
      throw new AssertionError("not cancelled", failure);
    }
    return failure.verifiedBytes();
  }

  @Override
  public void progressed(long receivedBytes, long verifiedBytes) {
    if (verifiedBytes >= enoughBytes) {
      download.join().cancel();
    }
  }
}
