package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PlacesTest {

  private static final int COUNT = 8;

  private final Places places = new Places(COUNT);

  @Test
  void allCanBeTaken() throws Exception {
    for (int i = 0; i < COUNT; i++) {
      places.take();
    }
    for (int i = 0; i < COUNT; i++) {
      places.leave();
    }
    places.awaitAllLeft();
  }

  /** Not for the first one that is left, but for a quarter of them. */
  @Test
  void whoWaitsIsWokenWhenSomeAreFree() throws Exception {
    for (int i = 0; i < COUNT; i++) {
      places.take();
    }
    AtomicInteger left = new AtomicInteger();
    AtomicInteger leftWhenTaken = new AtomicInteger();
    CountDownLatch taken = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () -> {
              try {
                places.take();
                leftWhenTaken.set(left.get());
                taken.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    left.incrementAndGet();
    places.leave();
    assertThat(waiting.getState()).isEqualTo(Thread.State.WAITING);
    left.incrementAndGet();
    places.leave();

    assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(leftWhenTaken).hasValue(COUNT / 4);
  }

  @Test
  void oneIsEnough() throws Exception {
    Places one = new Places(1);
    AtomicInteger taken = new AtomicInteger();
    Thread taking =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 100; i++) {
                  one.take();
                  taken.incrementAndGet();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    taking.start();
    for (int i = 1; i <= 100; i++) {
      while (taken.get() < i) {
        Thread.onSpinWait();
      }
      one.leave();
    }
    taking.join();
    one.awaitAllLeft();
  }
}
