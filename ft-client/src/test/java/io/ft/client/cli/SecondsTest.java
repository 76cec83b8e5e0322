package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SecondsTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1000",
    "0.2, 200",
    "1.5, 1500",
    "0.0001, 1",
    "0.000000001, 1",
    "1.0010, 1001",
    "007, 7000",
    "2147483.647, 2147483647"
  })
  void secondsAreMilliseconds(String value, long millis) {
    assertThat(new Seconds().convert(value)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0.0", "-1", "1s", ".5", "5.", "1e3", "2147483.648", "999999999"})
  void whatIsNoTimeIsRefused(String value) {
    assertThatThrownBy(() -> new Seconds().convert(value))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("number of seconds");
  }
}
