package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.store.FileStore;
import io.ft.server.store.OpenFile;
import io.ft.server.store.Permission;
import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How short work goes to the workers, and its results come back. */
class ShortTasksTest {

  private static final int WORKS = 50;

  private final EventExecutor loop = new DefaultEventLoop();
  private final AtomicInteger visits = new AtomicInteger();
  private final AtomicInteger visitsEnded = new AtomicInteger();
  private final AtomicInteger handedOver = new AtomicInteger();
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final ShortTasks tasks =
      new ShortTasks(
          batch -> {
            handedOver.incrementAndGet();
            workers.execute(batch);
          },
          () -> {
            visits.incrementAndGet();
            return new OneVisit();
          });

  /** Nothing is opened here; it matters that each ends. */
  private final class OneVisit implements FileStore.Visit {
    @Override
    public OpenFile open(String path, Permission permission) {
      throw new AssertionError("nobody asked for " + path);
    }

    @Override
    public void close() {
      visitsEnded.incrementAndGet();
    }
  }

  private final List<Object> results = Collections.synchronizedList(new ArrayList<>());
  private final Set<Thread> resultThreads = ConcurrentHashMap.newKeySet();

  @AfterEach
  void stop() {
    workers.shutdown();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private Work<Integer> work(int number, CountDownLatch done) {
    return new Work<>(visit -> number, result -> take(result, done), cause -> take(cause, done));
  }

  private void take(Object result, CountDownLatch done) {
    results.add(result);
    resultThreads.add(Thread.currentThread());
    done.countDown();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatOneTurnGivesGoesToOneWorkerInOrder() throws Exception {
    CountDownLatch done = new CountDownLatch(WORKS);

    loop.execute(() -> IntStream.range(0, WORKS).forEach(i -> tasks.run(loop, work(i, done))));

    await(done);
    assertThat(results).isEqualTo(IntStream.range(0, WORKS).boxed().toList());
    assertThat(resultThreads).hasSize(1).allMatch(loop::inEventLoop);
    assertThat(handedOver).hasValueLessThan(WORKS / 2);
    workers.shutdown();
    assertThat(workers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(visits).hasValue(handedOver.get());
    assertThat(visitsEnded).hasValue(visits.get());
  }

  /** A disk that does not answer one request holds up neither what is done nor what is not. */
  @Test
  void whatWaitsHoldsUpNoOther() throws Exception {
    CountDownLatch others = new CountDownLatch(WORKS - 1);
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch disk = new CountDownLatch(1);

    loop.execute(
        () -> {
          for (int i = 0; i < WORKS; i++) {
            tasks.run(
                loop,
                i == WORKS / 2
                    ? new Work<>(
                        visit -> {
                          disk.await();
                          return -1;
                        },
                        result -> take(result, slow),
                        cause -> take(cause, slow))
                    : work(i, others));
          }
        });

    await(others);
    assertThat(results).hasSize(WORKS - 1).doesNotContain(-1);
    disk.countDown();
    await(slow);
    assertThat(results).hasSize(WORKS).contains(-1);
  }

  @Test
  void whatFailsIsToldAndTheRestIsDone() throws Exception {
    CountDownLatch done = new CountDownLatch(3);
    IllegalStateException failure = new IllegalStateException("as expected");

    loop.execute(
        () -> {
          tasks.run(loop, work(1, done));
          tasks.run(
              loop,
              new Work<>(
                  visit -> {
                    throw failure;
                  },
                  result -> take(result, done),
                  cause -> take(cause, done)));
          tasks.run(loop, work(2, done));
        });

    await(done);
    assertThat(results).containsExactly(1, failure, 2);
  }

  @Test
  void aResultThatIsNotTakenHidesNoOther() throws Exception {
    CountDownLatch done = new CountDownLatch(1);

    loop.execute(
        () -> {
          tasks.run(
              loop,
              new Work<>(
                  visit -> 1,
                  result -> {
                    throw new IllegalStateException("nobody wants it");
                  },
                  cause -> take(cause, done)));
          tasks.run(loop, work(2, done));
        });

    await(done);
    assertThat(results).containsExactly(2);
  }

  @Test
  void afterTheEndEachHearsSo() throws Exception {
    workers.shutdown();
    CountDownLatch done = new CountDownLatch(2);

    loop.execute(
        () -> {
          tasks.run(loop, work(1, done));
          tasks.run(loop, work(2, done));
        });

    await(done);
    assertThat(results).hasSize(2).allMatch(RejectedExecutionException.class::isInstance);
  }
}
