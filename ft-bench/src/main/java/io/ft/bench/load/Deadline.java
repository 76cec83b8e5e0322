package io.ft.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The time by which everything has to be done. */
final class Deadline {

  private final long timeoutSeconds;
  private final long endNanos;

  private Deadline(long timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds;
    this.endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
  }

  static Deadline inSeconds(long timeoutSeconds) {
    return new Deadline(timeoutSeconds);
  }

  /** Waits for all of {@code futures}, or for the first that fails. */
  void await(List<? extends CompletableFuture<?>> futures)
      throws IOException, InterruptedException {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]));
    for (CompletableFuture<?> future : futures) {
      future.whenComplete(
          (value, failure) -> {
            if (failure != null) {
              all.completeExceptionally(failure);
            }
          });
    }
    try {
      all.get(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), e);
    } catch (TimeoutException e) {
      long done = futures.stream().filter(CompletableFuture::isDone).count();
      throw new IOException(
          "timeout after %d s: %d of %d were done".formatted(timeoutSeconds, done, futures.size()),
          e);
    }
  }
}
