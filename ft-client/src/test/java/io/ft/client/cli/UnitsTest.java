package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as people read them. */
class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1, 1 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "10240, 10.0 KiB",
    "1048524, 1023.9 KiB",
    "1048525, 1.0 MiB",
    "1048575, 1.0 MiB",
    "1048576, 1.0 MiB",
    "1073741823, 1.0 GiB",
    "1610612736, 1.5 GiB",
    "1099511627776, 1.0 TiB",
    "1125899906842624, 1.0 PiB",
    "9223372036854775807, 8.0 EiB"
  })
  void bytesHaveTheUnitThatFits(long bytes, String text) {
    assertThat(Units.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0:00",
    "0.4, 0:00",
    "7, 0:07",
    "59.4, 0:59",
    "59.6, 1:00",
    "60, 1:00",
    "3599, 59:59",
    "3599.6, 1:00:00",
    "3723, 1:02:03",
    "360000, 100:00:00"
  })
  void durationsAreAClock(double seconds, String text) {
    assertThat(Units.clock(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B/s", "0.4, 0 B/s", "1023.6, 1.0 KiB/s", "1048575, 1.0 MiB/s"})
  void ratesAreBytesASecond(double bytesPerSecond, String text) {
    assertThat(Units.rate(bytesPerSecond)).isEqualTo(text);
  }
}
