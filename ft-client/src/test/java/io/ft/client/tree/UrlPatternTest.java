package io.ft.client.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ft.client.RemoteFolder;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs whose last parts are patterns. */
class UrlPatternTest {

  @Test
  void beginsAtTheFirstPartThatIsAPattern() {
    UrlPattern pattern = parse("ft://host:7000/logs/2026-*/all/*.gz");

    assertThat(pattern.base()).isEqualTo(new RemoteFolder("host", 7000, "logs"));
    assertThat(pattern.parts()).hasSize(3);
    assertThat(pattern.matches(0, "2026-11")).isTrue();
    assertThat(pattern.matches(0, "2025-11")).isFalse();
    assertThat(pattern.matches(1, "all")).isTrue();
    assertThat(pattern.matches(1, "some")).isFalse();
    assertThat(pattern.matches(2, "a.gz")).isTrue();
    assertThat(pattern.matches(2, "a.gz2")).isFalse();
  }

  @Test
  void mayBeginAtTheTop() {
    assertThat(parse("ft://[::1]/*").base().path()).isEmpty();
    assertThat(parse("ft://[::1]/a?c").matches(0, "abc")).isTrue();
  }

  @Test
  void whatIsEncodedStandsForItself() {
    assertThat(parse("ft://host/%2A*").matches(0, "*x")).isTrue();
    assertThat(parse("ft://host/%2A*").matches(0, "xx")).isFalse();
    assertThat(parse("ft://host/%5B*%c3%a9").matches(0, "[x\u00e9")).isTrue();
    assertThat(parse("ft://host/*\u00e9").matches(0, "\u00e9")).isTrue();
    assertThat(parse("ft://host/*%f0%9f%98%80").matches(0, "a\ud83d\ude00")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ft://host/plain", "ft://[::1]:1/plain", "ft://host/%2A%3F%5B%7B", "ft://host"})
  void isNoneWithoutAPattern(String url) {
    assertThat(UrlPattern.parse(url)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ft://host/[a",
        "ft://host/a*//b",
        "ft://host/a*/",
        "http://host/*",
        "ft://host:x/*",
        "ft://host/*%2",
        "ft://host/*%ff",
        "ft://host/*%zz"
      })
  void isWrong(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> UrlPattern.parse(url));
  }

  private static UrlPattern parse(String url) {
    return Objects.requireNonNull(UrlPattern.parse(url), "no pattern");
  }
}
