package io.ft.client.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of --include and --exclude. */
class PathPatternTest {

  @ParameterizedTest
  @CsvSource({
    "*.gz, a.gz",
    "*.gz, deep/er/a.gz",
    "a?c, x/abc",
    "[a-c]*, beta",
    "'{one,two}', x/two",
    "tmp, tmp/a/b",
    "tmp, x/tmp/a",
    "tmp/, x/tmp/a",
    "tmp/, tmp/",
    "/tmp, tmp/a",
    "a/*, a/b",
    "a/*, a/b/c",
    "a/**/z, a/b/c/z",
    "src/*.c, src/a.c",
    "'\\*', '*'",
    "*, any/thing"
  })
  void matches(String pattern, String path) {
    assertThat(PathPattern.of(pattern).matches(path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*.gz, a.gz.old",
    "*.gz, gz",
    "a?c, ac",
    "tmp/, tmp",
    "tmp/, x/tmp",
    "/tmp, x/tmp",
    "/tmp, tmps",
    "src/*.c, x/src/a.c",
    "src/*.c, src/x/a.c",
    "'\\*', a",
    "A, a"
  })
  void doesNotMatch(String pattern, String path) {
    assertThat(PathPattern.of(pattern).matches(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "[a", "{a", "a\\", "[z-a]", "{a,{b}}"})
  void isNone(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PathPattern.of(pattern))
        .withMessageNotContaining("\n");
  }

  @Test
  void filterWantsWhatIsIncludedAndNotExcluded() {
    PathFilter filter =
        new PathFilter(
            List.of(PathPattern.of("*.c"), PathPattern.of("*.h")),
            List.of(PathPattern.of("old/"), PathPattern.of("x.h")));

    assertThat(filter.wants("a/b.c")).isTrue();
    assertThat(filter.wants("b.h")).isTrue();
    assertThat(filter.wants("b.o")).isFalse();
    assertThat(filter.wants("a/x.h")).isFalse();
    assertThat(filter.wants("a/old/b.c")).isFalse();
    assertThat(PathFilter.ALL.wants("any/thing")).isTrue();
  }
}
