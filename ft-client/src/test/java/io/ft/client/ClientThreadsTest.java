package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way between the two threads: in order, and nothing is lost. */
class ClientThreadsTest {

  private static final int TASKS = 1000;

  private final ClientThreads threads = new ClientThreads();
  private final List<Integer> ran = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    if (!threads.group().isShuttingDown()) {
      threads.stopAfter(() -> {});
    }
  }

  @Test
  void tasksKeepTheirOrderThereAndBack() {
    threads.onLoop(
        () -> IntStream.range(0, TASKS).forEach(task -> threads.onWriter(() -> sendBack(task))));

    Await.until("all ran", () -> ran.size() == TASKS);
    assertThat(ran).isSorted();
  }

  private void sendBack(int task) {
    assertThat(threads.inWriter()).isTrue();
    threads.onLoop(
        () -> {
          assertThat(threads.loop().inEventLoop()).isTrue();
          ran.add(task);
        });
  }

  @Test
  void tasksOfATurnOutliveOneThatFails() {
    threads.onLoop(
        () -> {
          threads.onWriter(
              () -> {
                throw new IllegalStateException("a defect");
              });
          threads.onWriter(() -> sendBack(1));
        });

    Await.until("the other ran", () -> ran.size() == 1);
  }

  @Test
  void whatIsHandedOverLastIsDoneBeforeTheEnd() {
    threads.stopAfter(() -> threads.onWriter(() -> ran.add(1)));

    assertThat(ran).containsExactly(1);
    assertThat(threads.group().isTerminated()).isTrue();
  }

  @Test
  void writerCanStopItself() throws Exception {
    CountDownLatch returned = new CountDownLatch(1);
    threads.onWriter(
        () -> {
          threads.stopAfter(() -> threads.onWriter(() -> ran.add(1)));
          returned.countDown();
        });

    assertThat(returned.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    Await.until("the loop has ended", () -> threads.group().isTerminated());
    assertThat(ran).containsExactly(1);
  }
}
