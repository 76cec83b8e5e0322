package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

  @Test
  void defaultIsAllThatTheProtocolAllows() {
    assertThat(Limits.DEFAULT).isEqualTo(new Limits(8 * 1024 * 1024, Long.MAX_VALUE));
  }

  @Test
  void eachIsChangedAlone() {
    assertThat(Limits.DEFAULT.withMaxBlockBytes(4096).withMaxFileBytes(0))
        .isEqualTo(new Limits(4096, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, Limits.MIN_BLOCK_BYTES - 1, Limits.MAX_BLOCK_BYTES + 1})
  void blocksBeyondTheProtocolAreRefused(int maxBlockBytes) {
    assertThatThrownBy(() -> Limits.DEFAULT.withMaxBlockBytes(maxBlockBytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxBlockBytes: " + maxBlockBytes);
  }

  @Test
  void negativeFileSizeIsRefused() {
    assertThatThrownBy(() -> Limits.DEFAULT.withMaxFileBytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxFileBytes: -1");
  }

  @Test
  void zeroIsNoFileButTheEmptyOne() {
    Limits limits = Limits.DEFAULT.withMaxFileBytes(0);

    limits.checkFile(0);
    assertThatThrownBy(() -> limits.checkFile(1))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
  }
}
