package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether to try again, and after which pause, on a clock of the test's own. */
class RetryPolicyTest {

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int DRAWS = 2_000;

  private static RetryPolicy policy(int maxRetries) {
    return new RetryPolicy(maxRetries, 1_000, 60_000, Long.MAX_VALUE, false);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "1000, 60000"})
  void pauseIsAnythingUpToADoublingLimit(int attempt, long longestMillis) {
    RetryPolicy policy = policy(1);
    long longest = 0;
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < DRAWS; i++) {
      long pause = policy.pauseMillis(attempt);
      longest = Math.max(longest, pause);
      shortest = Math.min(shortest, pause);
    }

    assertThat(shortest).isBetween(0L, longestMillis / 20);
    assertThat(longest).isBetween(longestMillis * 19 / 20, longestMillis);
  }

  @Test
  void greatestSettingsDoNotOverflow() {
    RetryPolicy policy =
        new RetryPolicy(1, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, false);

    assertThat(policy.pauseMillis(Integer.MAX_VALUE)).isBetween(0L, (long) Integer.MAX_VALUE);
  }

  @Test
  void attemptsInARowAreCounted() {
    Retries retries = new Retries(policy(2));

    assertThat(retries.afterFailure(broken(), false, 0)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 0)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 0)).isEmpty();
    assertThat(retries.total()).isEqualTo(2);
  }

  @Test
  void attemptThatVerifiedSomethingBeginsTheCountAnew() {
    Retries retries = new Retries(policy(1));
    for (int i = 0; i < 100; i++) {
      assertThat(retries.afterFailure(broken(), true, 0)).isPresent();
      assertThat(retries.inARow()).isEqualTo(1);
    }

    assertThat(retries.afterFailure(broken(), false, 0)).isEmpty();
    assertThat(retries.total()).isEqualTo(100);
  }

  @Test
  void timeIsCountedFromTheFirstFailureInARow() {
    Retries retries = new Retries(new RetryPolicy(100, 1, 1, 10_000, false));

    assertThat(retries.afterFailure(broken(), false, 0)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 9 * SECOND_NANOS)).isPresent();
    assertThat(retries.afterFailure(broken(), true, 19 * SECOND_NANOS)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 28 * SECOND_NANOS)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 30 * SECOND_NANOS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 5000, 5000", "1, 600000, 600000"})
  void busyServerGetsThePauseThatItAsksFor(int maxRetries, long asked, long expected) {
    Retries retries = new Retries(policy(maxRetries));

    assertThat(retries.afterFailure(busy(asked), false, 0)).isEqualTo(OptionalLong.of(expected));
  }

  @Test
  void serverThatAsksForTooLongIsNotWaitedFor() {
    assertThat(new Retries(policy(1)).afterFailure(busy(600_001), false, 0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TransferError.class,
      names = {
        "NOT_FOUND",
        "SOURCE_CHANGED",
        "SERVER_FAILED",
        "PROTOCOL",
        "CANNOT_WRITE",
        "DISK_FULL",
        "TARGET_BUSY",
        "CANCELLED",
        "INTERNAL"
      })
  void whatDoesNotPassIsNotTriedAgain(TransferError error) {
    assertThat(new Retries(policy(9)).afterFailure(failure(error), true, 0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TransferError.class,
      names = {"CANNOT_CONNECT", "HOST_NOT_RESOLVED"})
  void unreachableServerIsTriedAgainOnlyIfItWasReachedOrAskedFor(TransferError error) {
    Retries retries = new Retries(policy(9));
    assertThat(retries.afterFailure(failure(error), false, 0)).isEmpty();
    assertThat(retries.afterFailure(broken(), false, 0)).isPresent();
    assertThat(retries.afterFailure(failure(error), false, 0)).isPresent();

    RetryPolicy stubborn = new RetryPolicy(1, 1, 1, Long.MAX_VALUE, true);
    assertThat(new Retries(stubborn).afterFailure(failure(error), false, 0)).isPresent();
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> policy(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, 0, 1, 1, false));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, 2, 1, 1, false));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, 1, 1, -1, false));
  }

  private static TransferException broken() {
    return failure(TransferError.ENDED_EARLY);
  }

  private static TransferException busy(long retryAfterMillis) {
    return TransferException.retryAfter(TransferError.SERVER_BUSY, "busy", retryAfterMillis);
  }

  private static TransferException failure(TransferError error) {
    return new TransferException(error, "test");
  }
}
