package io.ft.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A download that was started. Thread-safe. */
public final class Download {

  private final CompletableFuture<DownloadResult> completion = new CompletableFuture<>();
  private volatile Runnable canceller = () -> {};
  private volatile boolean cancelled;

  Download() {}

  /**
   * Ends it, unless it has ended: it then fails with {@link TransferError#CANCELLED}. Returns at
   * once; the target is as it was before when {@link #completion} says so.
   */
  public void cancel() {
    cancelled = true;
    canceller.run();
  }

  /**
   * Completed when the target is, or with a {@link TransferException}. Completing or cancelling the
   * stage itself has no effect on the download.
   */
  public CompletionStage<DownloadResult> completion() {
    return completion.minimalCompletionStage();
  }

  /**
   * Waits for the end.
   *
   * @throws TransferException if it did not succeed
   * @throws InterruptedException if the waiting thread is interrupted; the download goes on
   */
  public DownloadResult await() throws TransferException, InterruptedException {
    try {
      return completion.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransferException failure) {
        throw failure;
      }
      throw new CompletionException(e.getCause());
    }
  }

  /** Says how to cancel it, once that is known. */
  void cancelWith(Runnable canceller) {
    this.canceller = canceller;
    if (cancelled) {
      canceller.run();
    }
  }

  void succeed(DownloadResult result) {
    completion.complete(result);
  }

  void fail(TransferException failure) {
    completion.completeExceptionally(failure);
  }
}
