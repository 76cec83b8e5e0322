package io.ft.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that verifies and writes. What the event loop hands to it in one turn goes over in one
 * piece, and so does what it hands back, because to wake a thread costs more than most of what it
 * is woken for.
 *
 * <p>Thread-safe. What one thread hands over runs in the order in which it was handed over.
 */
final class WriterThread implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);

  private static final long STOP_TIMEOUT_MILLIS = 2_000;

  /** So many tasks are not kept back for the end of a turn. */
  private static final int MAX_KEPT = 64;

  private final EventLoop loop;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(this::newThread);
  private volatile long id = -1;

  /** For this thread; touched on the event loop alone. */
  private List<Runnable> toWriter = new ArrayList<>();

  /** For the event loop; touched on this thread alone. */
  private List<Runnable> toLoop = new ArrayList<>();

  WriterThread(EventLoop loop) {
    this.loop = loop;
  }

  private Thread newThread(Runnable work) {
    Thread thread = new DefaultThreadFactory("ft-client-writer", true).newThread(work);
    id = thread.getId();
    return thread;
  }

  boolean isCurrent() {
    return Thread.currentThread().getId() == id;
  }

  /** Has this thread run {@code task}. */
  @Override
  public void execute(Runnable task) {
    if (!loop.inEventLoop()) {
      thread.execute(() -> run(List.of(task)));
      return;
    }
    if (toWriter.isEmpty()) {
      // It runs when this turn has read what there was to read.
      loop.execute(this::flush);
    }
    toWriter.add(task);
  }

  /** Hands over now, and not at the end of the turn. Called on the event loop. */
  void flush() {
    if (!toWriter.isEmpty()) {
      List<Runnable> tasks = toWriter;
      toWriter = new ArrayList<>();
      thread.execute(() -> run(tasks));
    }
  }

  private void run(List<Runnable> tasks) {
    for (Runnable task : tasks) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        // The tasks behind it belong to others.
        LOG.error("a task of the writer failed", e);
      }
      if (toLoop.size() >= MAX_KEPT) {
        flushToLoop();
      }
    }
    flushToLoop();
  }

  /** Has the event loop run {@code task}. Called on this thread. */
  void onLoop(Runnable task) {
    toLoop.add(task);
  }

  private void flushToLoop() {
    if (!toLoop.isEmpty()) {
      List<Runnable> tasks = toLoop;
      toLoop = new ArrayList<>();
      loop.execute(() -> tasks.forEach(Runnable::run));
    }
  }

  /** Stops when all that was handed over is done, and runs {@code last} then. */
  void stopBehind(Runnable last) {
    thread.execute(last);
    thread.shutdown();
  }

  /**
   * Stops when all that was handed over is done, and waits for that. If it is stuck in a stream
   * nobody reads it is interrupted; its tasks still clean up.
   */
  void stop() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
      List<Runnable> left = thread.shutdownNow();
      if (thread.awaitTermination(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        left.forEach(Runnable::run);
      }
    }
  }
}
