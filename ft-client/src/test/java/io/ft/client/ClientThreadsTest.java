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

/** The way between the event loop and the writers: in order, and nothing is lost. */
class ClientThreadsTest {

  private static final int TASKS = 1000;

  private final ClientThreads threads = new ClientThreads(2);
  private final WriterThread writer = threads.nextWriter();
  private final WriterThread other = threads.nextWriter();
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
        () -> IntStream.range(0, TASKS).forEach(task -> writer.execute(() -> sendBack(task))));

    Await.until("all ran", () -> ran.size() == TASKS);
    assertThat(ran).isSorted();
  }

  private void sendBack(int task) {
    assertThat(writer.isCurrent()).isTrue();
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
          writer.execute(
              () -> {
                throw new IllegalStateException("a defect");
              });
          writer.execute(() -> sendBack(1));
        });

    Await.until("the other ran", () -> ran.size() == 1);
  }

  @Test
  void operationsTakeTheWritersInTurn() {
    assertThat(other).isNotSameAs(writer);
    assertThat(threads.nextWriter()).isSameAs(writer);
    assertThat(threads.nextWriter()).isSameAs(other);
  }

  /** One that waits for its reader holds up what it has to do itself, and nothing else. */
  @Test
  void writersDoNotWaitForEachOther() throws Exception {
    CountDownLatch otherRan = new CountDownLatch(1);
    CountDownLatch waited = new CountDownLatch(1);
    writer.execute(
        () -> {
          try {
            if (otherRan.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)) {
              waited.countDown();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    other.execute(otherRan::countDown);

    assertThat(waited.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatIsHandedOverLastIsDoneBeforeTheEnd() {
    threads.stopAfter(
        () -> {
          writer.execute(() -> ran.add(1));
          other.execute(() -> ran.add(1));
        });

    assertThat(ran).containsExactly(1, 1);
    assertThat(threads.group().isTerminated()).isTrue();
  }

  @Test
  void writerCanStopItself() throws Exception {
    CountDownLatch returned = new CountDownLatch(1);
    writer.execute(
        () -> {
          threads.stopAfter(
              () -> {
                writer.execute(() -> ran.add(1));
                other.execute(() -> ran.add(1));
              });
          returned.countDown();
        });

    assertThat(returned.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    Await.until("the loop has ended", () -> threads.group().isTerminated());
    assertThat(ran).containsExactly(1, 1);
  }
}
