package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether to try again, and after which pause, on a clock of the test's own. */
class RetryPolicyTest {

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServerHistory history = new ServerHistory();

  private static RetryPolicy policy(int maxRetries) {
    return new RetryPolicy(maxRetries, 1_000, 60_000, Long.MAX_VALUE, false);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1000", "2, 1000, 2000", "3, 2000, 4000", "6, 16000, 32000"})
  void pauseIsFromHalfOfADoublingLimitToAllOfIt(int attempt, long shortest, long longest) {
    assertThat(policy(1).pauseMillis(attempt, 0)).isEqualTo(shortest);
    assertThat(policy(1).pauseMillis(attempt, 0.5)).isEqualTo((shortest + longest) / 2);
    assertThat(policy(1).pauseMillis(attempt, 1)).isEqualTo(longest);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 1_000})
  void pauseIsNeverLongerThanTheLongest(int attempt) {
    assertThat(policy(1).pauseMillis(attempt, 0)).isEqualTo(30_000);
    assertThat(policy(1).pauseMillis(attempt, 1)).isEqualTo(60_000);
  }

  @Test
  void whatFailsTogetherComesBackTogether() {
    TransferException cause = broken();
    Retries one = new Retries(policy(1), history);
    Retries other = new Retries(policy(1), history);

    assertThat(one.afterFailure(cause.after(1, 2, 3), false, 0))
        .isEqualTo(other.afterFailure(cause, false, 0));
  }

  @Test
  void greatestSettingsDoNotOverflow() {
    RetryPolicy policy =
        new RetryPolicy(1, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, false);

    assertThat(policy.pauseMillis(Integer.MAX_VALUE, 1)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void attemptsInARowAreCounted() {
    Retries retries = new Retries(policy(2), history);

    assertThat(retries.afterFailure(broken(), false, 0)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 0)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 0)).isEmpty();
    assertThat(retries.total()).isEqualTo(2);
  }

  @Test
  void attemptThatVerifiedSomethingBeginsTheCountAnew() {
    Retries retries = new Retries(policy(1), history);
    for (int i = 0; i < 100; i++) {
      assertThat(retries.afterFailure(broken(), true, 0)).isPresent();
      assertThat(retries.inARow()).isEqualTo(1);
    }

    assertThat(retries.afterFailure(broken(), false, 0)).isEmpty();
    assertThat(retries.total()).isEqualTo(100);
  }

  @Test
  void timeIsCountedFromTheFirstFailureInARow() {
    Retries retries = new Retries(new RetryPolicy(100, 1, 1, 10_000, false), history);

    assertThat(retries.afterFailure(broken(), false, 0)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 9 * SECOND_NANOS)).isPresent();
    assertThat(retries.afterFailure(broken(), true, 19 * SECOND_NANOS)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 28 * SECOND_NANOS)).isPresent();
    assertThat(retries.afterFailure(broken(), false, 30 * SECOND_NANOS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 5000, 5000", "1, 600000, 600000"})
  void busyServerGetsThePauseThatItAsksFor(int maxRetries, long asked, long expected) {
    Retries retries = new Retries(policy(maxRetries), history);

    assertThat(retries.afterFailure(busy(asked), false, 0)).isEqualTo(OptionalLong.of(expected));
  }

  @Test
  void serverThatAsksForTooLongIsNotWaitedFor() {
    assertThat(new Retries(policy(1), history).afterFailure(busy(600_001), false, 0)).isEmpty();
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
    assertThat(new Retries(policy(9), history).afterFailure(failure(error), true, 0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TransferError.class,
      names = {"CANNOT_CONNECT", "HOST_NOT_RESOLVED"})
  void unreachableServerIsTriedAgainOnlyIfItWasReachedOrAskedFor(TransferError error) {
    Retries retries = new Retries(policy(9), history);
    assertThat(retries.afterFailure(failure(error), false, 0)).isEmpty();
    assertThat(retries.afterFailure(broken(), false, 0)).isPresent();
    assertThat(retries.afterFailure(failure(error), false, 0)).isPresent();

    RetryPolicy stubborn = new RetryPolicy(1, 1, 1, Long.MAX_VALUE, true);
    assertThat(new Retries(stubborn, history).afterFailure(failure(error), false, 0)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      value = TransferError.class,
      names = {"CANNOT_CONNECT", "HOST_NOT_RESOLVED"})
  void serverThatAnotherDownloadReachedWasReached(TransferError error) {
    Retries retries = new Retries(policy(1), history);
    history.reached();

    assertThat(retries.afterFailure(failure(error), false, 0)).isPresent();
    assertThat(retries.afterFailure(failure(error), false, 0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TransferError.class,
      names = {"CANNOT_CONNECT", "HOST_NOT_RESOLVED", "ENDED_EARLY"})
  void brokenConnectionIsNotCountedAgainWhatTheServerGaveToOthers(TransferError error) {
    Retries retries = new Retries(policy(1), history);
    history.reached();
    for (int i = 0; i < 100; i++) {
      history.gained();
      assertThat(retries.afterFailure(failure(error), false, 0)).isPresent();
    }

    assertThat(retries.afterFailure(failure(error), false, 0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TransferError.class,
      names = {"SERVER_BUSY", "SERVER_CANNOT_READ", "TIMED_OUT", "STALLED", "CHECKSUM_MISMATCH"})
  void failureOfOneFileIsCountedWhateverOthersGet(TransferError error) {
    Retries retries = new Retries(policy(1), history);
    history.gained();
    assertThat(retries.afterFailure(failure(error), false, 0)).isPresent();
    history.gained();

    assertThat(retries.afterFailure(failure(error), false, 0)).isEmpty();
  }

  @Test
  void serverThatIsBeingStoppedCostsNoRetryUnlessItAlwaysIs() {
    Retries retries = new Retries(policy(1), history);
    for (int i = 0; i < 16; i++) {
      assertThat(retries.afterFailure(goingAway(), false, 0).getAsLong()).isBetween(500L, 1_000L);
    }
    assertThat(retries.afterFailure(goingAway(), false, 0)).isPresent();
    assertThat(retries.afterFailure(goingAway(), false, 0)).isEmpty();
    assertThat(retries.afterFailure(broken(), false, 0)).isEmpty();
  }

  @Test
  void serverThatIsBeingStoppedIsStillHeldAgainstTheTime() {
    Retries retries = new Retries(new RetryPolicy(1, 1_000, 1_000, 10_000, false), history);

    assertThat(retries.afterFailure(goingAway(), false, 0)).isPresent();
    assertThat(retries.afterFailure(goingAway(), false, 10 * SECOND_NANOS)).isEmpty();
  }

  @Test
  void whoWantsOneAttemptGetsOne() {
    assertThat(new Retries(RetryPolicy.NONE, history).afterFailure(goingAway(), false, 0))
        .isEmpty();
  }

  private static TransferException goingAway() {
    return TransferException.goingAway("restart", 500);
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
