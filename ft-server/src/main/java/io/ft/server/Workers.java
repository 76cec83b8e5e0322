package io.ft.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The threads that wait for the disk, so that no event loop has to. */
final class Workers {

  private final ExecutorService threads;

  Workers(int count) {
    threads = Executors.newFixedThreadPool(count, new DefaultThreadFactory("ft-worker"));
  }

  /**
   * Runs {@code task} on a worker, and then {@code done} or {@code failed} on {@code loop}. The
   * workers stop before the loops do, so one of them always runs and can release what the task
   * made.
   */
  <T> void run(
      EventExecutor loop, Callable<T> task, Consumer<? super T> done, Consumer<Throwable> failed) {
    Runnable work =
        () -> {
          T result;
          try {
            result = task.call();
          } catch (Throwable e) {
            loop.execute(() -> failed.accept(e));
            return;
          }
          loop.execute(() -> done.accept(result));
        };
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      loop.execute(() -> failed.accept(e));
    }
  }

  /** Lets running tasks end, for at most {@code timeoutMillis}. */
  void stop(long timeoutMillis) throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS)) {
      threads.shutdownNow();
    }
  }
}
