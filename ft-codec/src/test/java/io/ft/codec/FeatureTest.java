package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureTest {

  @ParameterizedTest
  @CsvSource({"LIST, 1", "SHA256, 2"})
  void bitIsFrozen(Feature feature, long bits) {
    assertThat(Feature.toBits(Set.of(feature))).isEqualTo(bits);
    assertThat(Feature.fromBits(bits)).containsExactly(feature);
  }

  @Test
  void thereAreNoOtherFeatures() {
    assertThat(Feature.values()).hasSize(2);
  }

  @Test
  void setsComeBackEqual() {
    for (long bits = 0; bits < 4; bits++) {
      assertThat(Feature.toBits(Feature.fromBits(bits))).isEqualTo(bits);
    }
  }

  @Test
  void unknownBitsAreLeftOut() {
    assertThat(Feature.fromBits(-1)).isEqualTo(EnumSet.allOf(Feature.class));
    assertThat(Feature.fromBits(~3L)).isEmpty();
  }
}
