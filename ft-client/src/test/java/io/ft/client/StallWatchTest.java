package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a server is too slow, on a clock of the test's own. */
class StallWatchTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final StallWatch watch = watch(0);

  private static StallWatch watch(long minBytesPerSecond) {
    StallWatch watch =
        new StallWatch(
            ClientConfig.DEFAULT.toBuilder()
                .requestTimeoutMillis(500)
                .stallTimeoutMillis(1_000)
                .minBytesPerSecond(minBytesPerSecond)
                .build());
    watch.restart(0);
    return watch;
  }

  @Test
  void silenceIsAStall() {
    watch.heard(300 * MILLI);

    assertThat(watch.stalled(1_300 * MILLI)).isNull();
    assertStalled(watch.stalled(1_301 * MILLI), "nothing came for 1000 ms");
  }

  @Test
  void anyWordPutsItOff() {
    for (long i = 1; i < 20; i++) {
      watch.heard(i * 900 * MILLI);
      assertThat(watch.stalled((i * 900 + 800) * MILLI)).isNull();
    }
  }

  @Test
  void ownDelayDoesNotCount() {
    watch.restart(5_000 * MILLI);

    assertThat(watch.stalled(6_000 * MILLI)).isNull();
  }

  @Test
  void slowDripIsAStallIfSoConfigured() {
    StallWatch watch = watch(100);
    watch.heard(999 * MILLI);
    watch.received(99);

    assertThat(watch.stalled(999 * MILLI)).isNull();
    assertStalled(watch.stalled(1_000 * MILLI), "99 bytes/s over 1000 ms (expected: at least 100)");
  }

  @Test
  void eachPeriodCountsByItself() {
    StallWatch watch = watch(100);
    watch.heard(1_000 * MILLI);
    watch.received(1_000_000);
    assertThat(watch.stalled(1_000 * MILLI)).isNull();

    watch.heard(2_000 * MILLI);
    watch.received(100);
    assertThat(watch.stalled(2_000 * MILLI)).isNull();

    watch.heard(3_000 * MILLI);
    assertStalled(watch.stalled(3_000 * MILLI), "0 bytes/s over 1000 ms (expected: at least 100)");
  }

  @Test
  void lateAnswerTimesOut() {
    assertThat(watch.noAnswer(500 * MILLI)).isNull();

    TransferException late = watch.noAnswer(501 * MILLI);
    assertThat(late).hasMessage("no answer to the request for 500 ms");
    assertThat(late).extracting(TransferException::error).isEqualTo(TransferError.TIMED_OUT);
  }

  private static void assertStalled(@Nullable TransferException failure, String message) {
    assertThat(failure).hasMessage(message);
    assertThat(failure).extracting(TransferException::error).isEqualTo(TransferError.STALLED);
  }
}
