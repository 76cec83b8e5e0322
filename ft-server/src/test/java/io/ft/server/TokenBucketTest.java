package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Any moment will do; this one lies just before the clock's numbers wrap around. */
  private static final long NOW = Long.MAX_VALUE - SECOND;

  private final TokenBucket bucket = new TokenBucket(1_000_000);

  @Test
  void firstBytesAreFreeAndThoseBehindThemWait() {
    assertThat(bucket.take(500_000, NOW)).isZero();
    assertThat(bucket.take(250_000, NOW)).isEqualTo(SECOND / 2);
    assertThat(bucket.take(1, NOW)).isEqualTo(SECOND * 3 / 4);
  }

  @Test
  void timeThatPassesIsWaitedFor() {
    bucket.take(1_000_000, NOW);

    assertThat(bucket.take(1_000_000, NOW + SECOND / 4)).isEqualTo(SECOND * 3 / 4);
    assertThat(bucket.take(1_000_000, NOW + 2 * SECOND)).isZero();
  }

  @Test
  void silenceSavesUpATenthOfASecondAndNoMore() {
    bucket.take(1_000_000, NOW);

    assertThat(bucket.take(1_000_000, NOW + 100 * SECOND)).isZero();
    assertThat(bucket.take(1_000_000, NOW + 100 * SECOND)).isEqualTo(SECOND * 9 / 10);
  }

  @Test
  void whoComesLateHasItsRateAllTheSame() {
    long now = NOW;
    long bytes = 0;
    while (now - NOW < 10 * SECOND) {
      long waitNanos = bucket.take(10_000, now);
      bytes += 10_000;
      // A busy machine wakes it late.
      now += waitNanos == 0 ? SECOND / 1_000 : waitNanos + SECOND / 125;
    }
    assertThat(bytes).isBetween(9_900_000L, 10_200_000L);
  }

  @Test
  void manyWhoTakeLittleGetTheRateTogether() {
    long now = NOW;
    long bytes = 0;
    while (now - NOW < 10 * SECOND) {
      long waitNanos = bucket.take(1_000, now);
      now += waitNanos;
      bytes += 1_000;
    }
    assertThat(bytes).isBetween(9_990_000L, 10_010_000L);
  }

  @Test
  void rateCanChangeAtAnyTime() {
    bucket.take(1_000_000, NOW);
    bucket.change(2_000_000, NOW);

    // It holds for what was taken before, too.
    assertThat(bucket.take(2_000_000, NOW)).isEqualTo(SECOND / 2);
    assertThat(bucket.take(1, NOW)).isEqualTo(SECOND * 3 / 2);

    bucket.change(RateLimits.UNLIMITED, NOW);
    assertThat(bucket.take(Long.MAX_VALUE, NOW)).isZero();
    assertThat(bucket.isUnlimited()).isTrue();

    bucket.change(1_000_000, NOW);
    assertThat(bucket.take(1_000_000, NOW)).isLessThan(SECOND / 1_000);
  }

  @Test
  void whatIsGivenBackIsThereForOthers() {
    bucket.take(1_000_000, NOW);
    bucket.take(3_000_000, NOW);
    bucket.giveBack(3_000_000);

    assertThat(bucket.take(1, NOW)).isEqualTo(SECOND);
  }

  @Test
  void debtIsSettledByTime() {
    assertThat(bucket.isSettled(NOW)).isTrue();
    bucket.take(1_000_000, NOW);
    assertThat(bucket.isSettled(NOW + SECOND / 2)).isFalse();
    assertThat(bucket.isSettled(NOW + SECOND)).isTrue();
  }
}
