package io.ft.server;

import io.ft.codec.Printable;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that wait for the disk, so that no event loop has to. */
final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

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

  /**
   * Closes {@code handles}, which may be many: on a worker, or here if the workers have stopped.
   */
  void close(Closeable handles) {
    Runnable close =
        () -> {
          try {
            handles.close();
          } catch (IOException e) {
            LOG.warn("cannot close a folder: {}", Printable.escape(e.toString()));
          }
        };
    try {
      threads.execute(close);
    } catch (RejectedExecutionException e) {
      close.run();
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
