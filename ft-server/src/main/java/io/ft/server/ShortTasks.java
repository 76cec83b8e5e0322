package io.ft.server;

import io.ft.codec.Printable;
import io.ft.server.store.FileStore;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that mostly takes microseconds, less than to wake a thread for it. So what an event loop
 * gives in one turn goes to one worker, and the results come back together. If the disk has to be
 * waited for after all, that worker gets help: nothing waits long for what another request waits
 * for.
 */
final class ShortTasks {

  private static final Logger LOG = LoggerFactory.getLogger(ShortTasks.class);

  private static final int MAX_TOGETHER = 64;

  /** What is not done by then is waiting for something. */
  private static final long HELP_MILLIS = 2;

  /** A result does not wait longer for those behind it. */
  private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  private final Executor workers;
  private final Supplier<FileStore.Visit> visits;

  private final FastThreadLocal<List<Work<?>>> gathered =
      new FastThreadLocal<>() {
        @Override
        protected List<Work<?>> initialValue() {
          return new ArrayList<>();
        }
      };

  /**
   * Nothing to do yet.
   *
   * @param visits what is done together is done in one visit
   */
  ShortTasks(Executor workers, Supplier<FileStore.Visit> visits) {
    this.workers = workers;
    this.visits = visits;
  }

  /** Has a worker do {@code work}, with all that {@code loop} gives in this turn. */
  void run(EventExecutor loop, Work<?> work) {
    List<Work<?>> works = gathered.get();
    if (works.isEmpty()) {
      loop.execute(() -> handOver(loop));
    }
    works.add(work);
  }

  private void handOver(EventExecutor loop) {
    List<Work<?>> works = gathered.get();
    gathered.remove();
    for (int from = 0; from < works.size(); from += MAX_TOGETHER) {
      int to = Math.min(works.size(), from + MAX_TOGETHER);
      Batch batch = new Batch(loop, works.subList(from, to));
      batch.start();
    }
  }

  /** Some of the works that were given in one turn. Each worker takes one after the other. */
  private final class Batch implements Runnable {

    private final EventExecutor loop;
    private final List<Work<?>> works;
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Runnable> results = new ConcurrentLinkedQueue<>();

    Batch(EventExecutor loop, List<Work<?>> works) {
      this.loop = loop;
      this.works = works;
    }

    /** On the loop. */
    void start() {
      try {
        workers.execute(this);
      } catch (RejectedExecutionException e) {
        for (Work<?> work = take(); work != null; work = take()) {
          results.add(work.fail(e));
        }
        takeResults();
      }
      if (next.get() < works.size() && works.size() > 1) {
        loop.schedule(this::help, HELP_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    /** On the loop: also what was done before the worker had to wait is of use. */
    private void help() {
      takeResults();
      if (next.get() < works.size()) {
        start();
      }
    }

    private @Nullable Work<?> take() {
      int index = next.getAndIncrement();
      return index < works.size() ? works.get(index) : null;
    }

    /** On a worker. */
    @Override
    public void run() {
      try (FileStore.Visit visit = visits.get()) {
        run(visit);
      } catch (IOException e) {
        LOG.warn("cannot close a folder: {}", Printable.escape(e.toString()));
      }
      if (!results.isEmpty()) {
        loop.execute(this::takeResults);
      }
    }

    private void run(FileStore.Visit visit) {
      long sinceNanos = System.nanoTime();
      for (Work<?> work = take(); work != null; work = take()) {
        results.add(work.run(visit));
        long nowNanos = System.nanoTime();
        if (nowNanos - sinceNanos > GATHER_NANOS) {
          sinceNanos = nowNanos;
          loop.execute(this::takeResults);
        }
      }
    }

    /** On the loop. */
    private void takeResults() {
      for (Runnable result = results.poll(); result != null; result = results.poll()) {
        runGuarded(result);
      }
    }
  }

  /** The results behind it belong to others. */
  private static void runGuarded(Runnable result) {
    try {
      result.run();
    } catch (RuntimeException | Error e) {
      LOG.error("the result of a worker was not taken", e);
    }
  }
}
