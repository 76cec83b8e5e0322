package io.ft.client;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The threads of a client: the event loop, which receives, and the writers, which verify and write.
 * Each operation has one writer from its beginning to its end.
 *
 * <p>Thread-safe.
 */
final class ClientThreads {

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("ft-client", true), NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final List<WriterThread> writers;
  private final AtomicInteger given = new AtomicInteger();

  ClientThreads(int writers) {
    this.writers = Stream.generate(() -> new WriterThread(loop)).limit(writers).toList();
  }

  EventLoopGroup group() {
    return group;
  }

  EventLoop loop() {
    return loop;
  }

  /** The writer of the next operation; they take turns. */
  WriterThread nextWriter() {
    return writers.get(Math.floorMod(given.getAndIncrement(), writers.size()));
  }

  /** Has the event loop run {@code task}. */
  void onLoop(Runnable task) {
    for (WriterThread writer : writers) {
      if (writer.isCurrent()) {
        writer.onLoop(task);
        return;
      }
    }
    loop.execute(task);
  }

  /**
   * Runs {@code last} on the event loop, and stops all threads when it, and what it hands over to
   * the writers, are done. Waits for that, unless it is called by a writer itself.
   */
  void stopAfter(Runnable last) {
    Future<?> handedOver =
        loop.submit(
            () -> {
              last.run();
              writers.forEach(WriterThread::flush);
            });
    if (writers.stream().anyMatch(WriterThread::isCurrent)) {
      AtomicInteger running = new AtomicInteger(writers.size());
      Runnable stopped =
          () -> {
            if (running.decrementAndGet() == 0) {
              stopLoop();
            }
          };
      handedOver.addListener(done -> writers.forEach(writer -> writer.stopBehind(stopped)));
      return;
    }
    handedOver.awaitUninterruptibly();
    try {
      for (WriterThread writer : writers) {
        writer.stop();
      }
      stopLoop().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Future<?> stopLoop() {
    return group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
  }
}
