package io.ft.server;

import io.ft.codec.Printable;
import io.ft.server.store.FileStore;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that wait for the disk, so that no event loop has to. */
final class Workers {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final ExecutorService threads;
  private final FileStore store;
  private final ShortTasks shortTasks;

  /**
   * Starts them.
   *
   * @param store where they open files
   */
  Workers(int count, FileStore store) {
    threads = Executors.newFixedThreadPool(count, new DefaultThreadFactory("ft-worker"));
    this.store = store;
    shortTasks = new ShortTasks(threads, store::visit);
  }

  /**
   * Does {@code work} on a worker of its own, and what becomes of it on {@code loop}. The workers
   * stop before the loops do, so something always becomes of it and can release what was made.
   */
  void run(EventExecutor loop, Work<?> work) {
    try {
      threads.execute(() -> loop.execute(work.run(store::open)));
    } catch (RejectedExecutionException e) {
      loop.execute(work.fail(e));
    }
  }

  /** The same for what is likely to take microseconds; called on {@code loop}. */
  void runShort(EventExecutor loop, Work<?> work) {
    shortTasks.run(loop, work);
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
