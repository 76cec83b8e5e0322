package io.ft.client.testing;

import io.ft.client.Pending;
import io.ft.client.TransferException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the end of downloads, and of what else a client does, but not for ever. */
public final class Downloads {

  private Downloads() {}

  /** The result of what must succeed. */
  public static <R> R success(Pending<R> pending) throws InterruptedException {
    try {
      return end(pending);
    } catch (ExecutionException e) {
      throw new AssertionError("it failed", e.getCause());
    }
  }

  /** Why it failed, which it must. */
  public static TransferException failure(Pending<?> pending) throws InterruptedException {
    try {
      throw new AssertionError("it succeeded: " + end(pending));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransferException failure) {
        return failure;
      }
      throw new AssertionError("not a TransferException", e.getCause());
    }
  }

  private static <R> R end(Pending<R> pending) throws InterruptedException, ExecutionException {
    try {
      return pending.completion().toCompletableFuture().get(Await.LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("it did not end in time", e);
    }
  }
}
