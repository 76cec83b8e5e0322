package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Which failures are worth another try is part of the interface. */
class TransferErrorTest {

  @Test
  void retryableErrorsAreThoseThatMayPass() {
    EnumSet<TransferError> retryable = EnumSet.noneOf(TransferError.class);
    Arrays.stream(TransferError.values()).filter(TransferError::retryable).forEach(retryable::add);

    assertThat(retryable)
        .containsExactlyInAnyOrder(
            TransferError.SOURCE_CHANGED,
            TransferError.SERVER_BUSY,
            TransferError.SERVER_CANNOT_READ,
            TransferError.STALLED,
            TransferError.TARGET_BUSY,
            TransferError.ENDED_EARLY,
            TransferError.TIMED_OUT,
            TransferError.CHECKSUM_MISMATCH,
            TransferError.HOST_NOT_RESOLVED,
            TransferError.CANNOT_CONNECT);
  }

  @Test
  void exceptionKeepsHowFarTheDownloadHadCome() {
    TransferException failure =
        new TransferException(TransferError.TIMED_OUT, "so long", new IllegalStateException("x"))
            .after(7, 5, 3);

    assertThat(failure).hasMessage("so long").hasCauseInstanceOf(IllegalStateException.class);
    assertThat(failure.error()).isEqualTo(TransferError.TIMED_OUT);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.receivedBytes()).isEqualTo(7);
    assertThat(failure.verifiedBytes()).isEqualTo(5);
    assertThat(failure.durableBytes()).isEqualTo(3);
  }
}
