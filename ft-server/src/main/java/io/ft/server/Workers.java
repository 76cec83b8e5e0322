package io.ft.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The threads that wait for the disk, so that no event loop has to. */
final class Workers {

  /** What becomes of a task; both methods run on the event loop that asked for it. */
  interface Outcome<T> {
    void done(T result);

    void failed(Throwable cause);
  }

  private final ExecutorService threads;

  Workers(int count) {
    threads = Executors.newFixedThreadPool(count, new DefaultThreadFactory("ft-worker"));
  }

  /**
   * Runs {@code task} on a worker and tells {@code outcome} on {@code loop}. The workers stop
   * before the loops do, so an outcome is always told and whatever it carries can be released
   * there.
   */
  <T> void run(EventExecutor loop, Callable<T> task, Outcome<T> outcome) {
    threads.execute(
        () -> {
          T result;
          try {
            result = task.call();
          } catch (Throwable e) {
            loop.execute(() -> outcome.failed(e));
            return;
          }
          loop.execute(() -> outcome.done(result));
        });
  }

  /** Lets running tasks end, for at most {@code timeoutMillis}. */
  void stop(long timeoutMillis) throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS)) {
      threads.shutdownNow();
    }
  }
}
