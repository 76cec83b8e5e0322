package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.testing.Allocations;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a name", "a/b.txt", "\u00fcber", "\u65e5\u672c", "\ud83d\ude00", "\"'$`"})
  void ordinaryTextShowsAsItself(String text) {
    assertThat(Printable.escape(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "backslash,          005C, \\\\",
    "line feed,          000A, \\n",
    "carriage return,    000D, \\r",
    "tab,                0009, \\t",
    "NUL,                0000, \\u{0}",
    "escape,             001B, \\u{1B}",
    "bell,               0007, \\u{7}",
    "DEL,                007F, \\u{7F}",
    "C1 CSI,             009B, \\u{9B}",
    "next line,          0085, \\u{85}",
    "line separator,     2028, \\u{2028}",
    "paragraph separator,2029, \\u{2029}",
    "right to left mark, 200F, \\u{200F}",
    "bidi override,      202E, \\u{202E}",
    "bidi isolate,       2066, \\u{2066}",
    "zero width space,   200B, \\u{200B}",
    "zero width joiner,  200D, \\u{200D}",
    "byte order mark,    FEFF, \\u{FEFF}",
    "soft hyphen,        00AD, \\u{AD}",
    "tag letter,         E0041, \\u{E0041}",
    "private use,        E000, \\u{E000}",
    "no character,       FFFF, \\u{FFFF}",
    "lone high surrogate, D800, \\u{D800}",
    "surrogate for ASCII, DC41, \\u{DC41}",
    "byte 80,            DC80, \\x80",
    "byte FF,            DCFF, \\xFF",
  })
  void whatDoesNotShowAsItselfIsEscaped(String name, String codePoint, String escaped) {
    String text = Character.toString(Integer.parseInt(codePoint, 16));

    assertThat(Printable.escape(text)).as(name).isEqualTo(escaped);
    assertThat(Printable.escape("a" + text + "b")).as(name).isEqualTo("a" + escaped + "b");
  }

  @Test
  void noTwoCharactersLookTheSame() {
    List<String> escaped = escapedCharacters();

    assertThat(new HashSet<>(escaped)).hasSameSizeAs(escaped);
  }

  @Test
  void nothingThatControlsATerminalIsLeft() {
    assertThat(escapedCharacters()).noneMatch(PrintableTest::hasControl);
  }

  @Test
  void escapesInTheTextAreEscapedThemselves() {
    assertThat(Printable.escape("\\n")).isEqualTo("\\\\n");
    assertThat(Printable.escape("\\xFF"))
        .isEqualTo("\\\\xFF")
        .isNotEqualTo(Printable.escape("\udcff"));
  }

  /** Who chooses names chooses how much there is to escape. */
  @Test
  void escapesCostNoMoreThanTheirLength() {
    String text = "\u0001\udcff".repeat(50_000);
    Allocations allocations = new Allocations();

    allocations.count(() -> Printable.escape(text));

    allocations.assertInProportionTo(text.length());
  }

  /** Every character of the planes that have any, escaped. */
  private static List<String> escapedCharacters() {
    return IntStream.concat(IntStream.range(0, 0x3_0000), IntStream.range(0xE_0000, 0xE_1000))
        .mapToObj(Character::toString)
        .map(Printable::escape)
        .toList();
  }

  private static boolean hasControl(String text) {
    return text.codePoints().anyMatch(Character::isISOControl);
  }
}
