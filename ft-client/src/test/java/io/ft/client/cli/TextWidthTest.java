package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The columns that text takes on a terminal. */
class TextWidthTest {

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "disk.img, 8",
    "Ärger, 5",
    "A\u0308rger, 5",
    "日本, 4",
    "ﾊﾝｶｸ, 4",
    "한글, 4",
    "ｗｉｄｅ, 8",
    "👍, 2",
    "☃\uFE0F, 3",
    "𠀀, 2",
    "Привет, 6"
  })
  void wideCharactersTakeTwoAndAccentsNone(String text, int columns) {
    assertThat(TextWidth.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({
    "disk.img, 8, disk.img",
    "disk.img, 7, dis…img",
    "disk.img, 6, dis…mg",
    "disk.img, 2, d…",
    "disk.img, 1, …",
    "disk.img, 0, ''",
    "disk.img, -1, ''",
    "日本語日本語, 7, 日…語",
    "日本語日本語, 6, 日…語",
    "👍👍👍👍, 5, 👍…👍",
    "e\u0301e\u0301e\u0301e\u0301, 3, e\u0301…e\u0301",
    "abc\u0301, 2, a…"
  })
  void textIsShortenedInTheMiddle(String text, int columns, String shortened) {
    assertThat(TextWidth.shorten(text, columns)).isEqualTo(shortened);
  }

  @Test
  void shortenedTextIsNeverWider() {
    String text = "日a本\u0301語👍bc☃\uFE0Fd한글e";
    for (int columns = 0; columns <= 20; columns++) {
      assertThat(TextWidth.of(TextWidth.shorten(text, columns))).isLessThanOrEqualTo(columns);
      assertThat(TextWidth.of(TextWidth.pad(TextWidth.shorten(text, columns), columns)))
          .isEqualTo(columns);
    }
  }
}
