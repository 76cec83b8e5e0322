package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rate of the last seconds, on a clock of the test's own. */
class RateMeterTest {

  private static final long SECOND = 1_000_000_000;

  private final RateMeter meter = new RateMeter();

  @Test
  void nothingIsKnownBeforeTimePasses() {
    assertThat(meter.bytesPerSecond()).isZero();

    meter.sample(5 * SECOND, 100);
    assertThat(meter.bytesPerSecond()).isZero();

    meter.sample(5 * SECOND, 200);
    assertThat(meter.bytesPerSecond()).isZero();
  }

  @Test
  void rateIsBytesOverTime() {
    meter.sample(0, 0);
    meter.sample(SECOND / 2, 500);
    assertThat(meter.bytesPerSecond()).isEqualTo(1000);

    meter.sample(SECOND, 4000);
    assertThat(meter.bytesPerSecond()).isEqualTo(4000);
  }

  @Test
  void clockMayBeNegative() {
    meter.sample(-3 * SECOND, 0);
    meter.sample(-2 * SECOND, 1000);

    assertThat(meter.bytesPerSecond()).isEqualTo(1000);
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    meter.sample(0, 0);
    for (int second = 1; second <= 10; second++) {
      meter.sample(second * SECOND, 1_000_000);
    }

    assertThat(meter.bytesPerSecond()).isZero();
  }

  @Test
  void pauseLowersTheRate() {
    meter.sample(0, 0);
    meter.sample(SECOND, 1000);
    meter.sample(100 * SECOND, 1000);
    meter.sample(101 * SECOND, 3000);

    assertThat(meter.bytesPerSecond()).isEqualTo(2000);
  }
}
