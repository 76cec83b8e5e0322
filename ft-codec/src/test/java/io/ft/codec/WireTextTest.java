package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTextTest {

  /** What Python 3 makes of these bytes with {@code decode('utf-8', 'surrogateescape')}. */
  @ParameterizedTest
  @CsvSource({
    "'',          ''",
    "61,          a",
    "c3a9,        \u00e9",
    "e282ac,      \u20ac",
    "f09f9880,    \ud83d\ude00",
    "00,          '\u0000'",
    "61ff62,      a\udcffb",
    "80,          \udc80",
    "e282,        \udce2\udc82",
    "e28241,      \udce2\udc82A",
    "e228a1,      \udce2(\udca1",
    "f09f98,      \udcf0\udc9f\udc98",
    "f09f41c3,    \udcf0\udc9fA\udcc3",
    "f09f988080,  \ud83d\ude00\udc80",
    "c080,        \udcc0\udc80",
    "eda080,      \udced\udca0\udc80",
    "f4908080,    \udcf4\udc90\udc80\udc80",
    "feff,        \udcfe\udcff",
  })
  void bytesThatAreNotUtf8BecomeLoneSurrogates(String hex, String text) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(WireText.decode(bytes)).isEqualTo(text);
    assertThat(WireText.encode(text)).isEqualTo(bytes);
  }

  @Test
  void anyBytesComeBackEqual() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);

      assertThat(WireText.encode(WireText.decode(bytes))).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void everyCodePointComesBackEqual() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        String text = Character.toString(codePoint);
        byte[] bytes = WireText.encode(text);

        assertThat(bytes).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(WireText.decode(bytes)).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\ud800", "a\udbff", "\udc00", "\udc7f", "\udd00", "\udfff", "\ud800\ud800"})
  void surrogateThatStandsForNoByteIsRefused(String text) {
    assertThatThrownBy(() -> WireText.encode(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: U+DC80 to U+DCFF");
  }

  @Test
  void onlyTextWithoutLoneSurrogatesIsValid() {
    assertThat(WireText.isValid("")).isTrue();
    assertThat(WireText.isValid("a/\u00fc/\ud83d\ude00\0")).isTrue();
    assertThat(WireText.isValid("a\udc80")).isFalse();
    assertThat(WireText.isValid("\ud800")).isFalse();
  }

  @Test
  void readTakesExactlyTheLength() {
    ByteBuf in = Unpooled.copiedBuffer("abcdef", StandardCharsets.US_ASCII);

    assertThat(WireText.read(in, 4)).isEqualTo("abcd");
    assertThat(in.readableBytes()).isEqualTo(2);
  }

  @Test
  void readBeyondTheEndIsRefused() {
    ByteBuf in = Unpooled.copiedBuffer("abc", StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> WireText.read(in, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
