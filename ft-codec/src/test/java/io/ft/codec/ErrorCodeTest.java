package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN,              0, false",
    "MALFORMED,            1, false",
    "UNSUPPORTED_VERSION,  2, false",
    "UNSUPPORTED,          3, false",
    "LIMIT_EXCEEDED,       4, false",
    "CHECKSUM,             5, true",
    "CHANGED,              6, true",
    "READ_ERROR,           7, true",
    "BAD_RANGE,            8, false",
    "CANCELLED,            9, false",
    "TIMEOUT,             10, true",
    "UNAUTHORIZED,        11, false",
    "GOING_AWAY,          12, true",
    "INTERNAL,            13, false",
  })
  void numberAndRetryAreFrozen(ErrorCode code, int number, boolean retryable) {
    assertThat(code.number()).isEqualTo(number);
    assertThat(ErrorCode.of(number)).isEqualTo(code);
    assertThat(code.retryable()).isEqualTo(retryable);
  }

  @Test
  void thereAreNoOtherCodes() {
    assertThat(ErrorCode.values()).hasSize(14);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 255, 65_535, -1, Integer.MAX_VALUE})
  void unknownNumberReadsAsUnknown(int number) {
    assertThat(ErrorCode.of(number)).isEqualTo(ErrorCode.UNKNOWN);
  }
}
