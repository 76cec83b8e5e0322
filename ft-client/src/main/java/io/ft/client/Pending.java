package io.ft.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * Something that a {@link FileClient} has started. Thread-safe.
 *
 * @param <R> what it results in
 */
public abstract sealed class Pending<R> permits Download, Listing, Stat {

  private final CompletableFuture<R> completion = new CompletableFuture<>();
  private volatile Runnable canceller = () -> {};
  private volatile boolean cancelled;

  Pending() {}

  /**
   * Ends it, unless it has ended: it then fails with {@link TransferError#CANCELLED}. Returns at
   * once; {@link #completion} says when it is over.
   */
  public void cancel() {
    cancelled = true;
    canceller.run();
  }

  /**
   * Completed on a writer thread of the client at the end, with a {@link TransferException} if it
   * did not succeed. Completing or cancelling the stage itself has no effect on what was started.
   */
  public CompletionStage<R> completion() {
    return completion.minimalCompletionStage();
  }

  /**
   * Waits for the end.
   *
   * @throws TransferException if it did not succeed
   * @throws InterruptedException if the waiting thread is interrupted; what was started goes on
   */
  public R await() throws TransferException, InterruptedException {
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
  final void cancelWith(Runnable canceller) {
    this.canceller = canceller;
    if (cancelled) {
      canceller.run();
    }
  }

  final void succeed(R result) {
    completion.complete(result);
  }

  final void fail(TransferException failure) {
    completion.completeExceptionally(failure);
  }
}
