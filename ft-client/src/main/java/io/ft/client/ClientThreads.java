package io.ft.client;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two threads of a client: the event loop, which receives, and the writer, which verifies and
 * writes. What one of them hands to the other in one turn goes over in one piece, because to wake a
 * thread costs more than most of what it is woken for.
 *
 * <p>Thread-safe. What one thread hands over runs in the order in which it was handed over.
 */
final class ClientThreads {

  private static final Logger LOG = LoggerFactory.getLogger(ClientThreads.class);

  private static final long STOP_TIMEOUT_MILLIS = 2_000;

  /** So many tasks are not kept back for the end of a turn. */
  private static final int MAX_KEPT = 64;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("ft-client", true), NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final ExecutorService writer = Executors.newSingleThreadExecutor(this::newWriter);
  private volatile long writerId = -1;

  /** For the writer; touched on the event loop alone. */
  private List<Runnable> toWriter = new ArrayList<>();

  /** For the event loop; touched on the writer alone. */
  private List<Runnable> toLoop = new ArrayList<>();

  private Thread newWriter(Runnable work) {
    Thread thread = new DefaultThreadFactory("ft-client-writer", true).newThread(work);
    writerId = thread.getId();
    return thread;
  }

  EventLoopGroup group() {
    return group;
  }

  EventLoop loop() {
    return loop;
  }

  boolean inWriter() {
    return Thread.currentThread().getId() == writerId;
  }

  /** Has the writer run {@code task}. */
  void onWriter(Runnable task) {
    if (!loop.inEventLoop()) {
      writer.execute(() -> run(List.of(task)));
      return;
    }
    if (toWriter.isEmpty()) {
      // It runs when this turn has read what there was to read.
      loop.execute(this::flushToWriter);
    }
    toWriter.add(task);
  }

  /** Hands over now, and not at the end of the turn. Called on the event loop. */
  void flushToWriter() {
    if (!toWriter.isEmpty()) {
      List<Runnable> tasks = toWriter;
      toWriter = new ArrayList<>();
      writer.execute(() -> run(tasks));
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

  /** Has the event loop run {@code task}. */
  void onLoop(Runnable task) {
    if (inWriter()) {
      toLoop.add(task);
    } else {
      loop.execute(task);
    }
  }

  private void flushToLoop() {
    if (!toLoop.isEmpty()) {
      List<Runnable> tasks = toLoop;
      toLoop = new ArrayList<>();
      loop.execute(() -> tasks.forEach(Runnable::run));
    }
  }

  /**
   * Runs {@code last} on the event loop, and stops both threads when it, and what it hands over to
   * the writer, are done. Waits for that, unless it is called by the writer itself.
   */
  void stopAfter(Runnable last) {
    Future<?> handedOver =
        loop.submit(
            () -> {
              last.run();
              flushToWriter();
            });
    if (inWriter()) {
      handedOver.addListener(
          done -> {
            writer.execute(this::stopLoop);
            writer.shutdown();
          });
      return;
    }
    handedOver.awaitUninterruptibly();
    try {
      stopWriter();
      stopLoop().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Future<?> stopLoop() {
    return group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
  }

  /** A writer that is stuck in a stream nobody reads is interrupted; its tasks still clean up. */
  private void stopWriter() throws InterruptedException {
    writer.shutdown();
    if (!writer.awaitTermination(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
      List<Runnable> left = writer.shutdownNow();
      if (writer.awaitTermination(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        left.forEach(Runnable::run);
      }
    }
  }
}
