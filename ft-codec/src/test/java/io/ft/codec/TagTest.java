package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {

  @Test
  void bytesComeBackEqual() {
    byte[] bytes = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF};

    assertThat(Tag.of(bytes)).isEqualTo(new Tag("00017f80ff"));
    assertThat(Tag.of(bytes).bytes()).isEqualTo(bytes);
    assertThat(Tag.of(bytes).isNone()).isFalse();
  }

  @Test
  void noBytesAreNoTag() {
    assertThat(Tag.of(new byte[0])).isEqualTo(Tag.NONE);
    assertThat(Tag.NONE.isNone()).isTrue();
    assertThat(Tag.NONE.bytes()).isEmpty();
  }

  @Test
  void longestTagIsAccepted() {
    assertThat(Tag.of(new byte[Tag.MAX_BYTES]).bytes()).hasSize(64);
  }

  @Test
  void longerTagIsRefused() {
    assertThatThrownBy(() -> Tag.of(new byte[Tag.MAX_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tag: 65 bytes (expected: at most 64)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AB", "aB", "00FF"})
  void upperCaseIsRefusedSoThatEqualTagsAreEqual(String hex) {
    assertThatThrownBy(() -> new Tag(hex))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tag: " + hex + " (expected: lower-case hexadecimal)");
  }

  @Test
  void oddNumberOfDigitsIsRefused() {
    assertThatThrownBy(() -> new Tag("abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tag: odd number of digits: 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "abc", "0g", "\u0660\u0660", "zz", " 0", "0x00"})
  void textThatIsNotHexadecimalIsRefused(String hex) {
    assertThatThrownBy(() -> new Tag(hex)).isInstanceOf(IllegalArgumentException.class);
  }
}
