package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClassicTimingTest {

  @Test
  void defaultsAreThoseOfTheSpecification() {
    assertThat(ClassicTiming.DEFAULT).isEqualTo(new ClassicTiming(20, 500));
  }

  @Test
  void timesBelowOneMillisecondAreRefused() {
    new ClassicTiming(1, 1);
    for (long millis : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> new ClassicTiming(millis, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("settleMillis: " + millis);
      assertThatThrownBy(() -> new ClassicTiming(1, millis))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("answerGapMillis: " + millis);
    }
  }
}
