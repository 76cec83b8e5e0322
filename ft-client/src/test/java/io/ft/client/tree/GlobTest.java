package io.ft.client.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  private static final List<String> WORDS =
      List.of("a", "b", "-", "/", "*", "**", "?", "[ab]", "[!a]", "[a-b]", "[b-]", "\\*", "\\a");

  @ParameterizedTest
  @CsvSource({
    "[]a], ]",
    "[^a], b",
    "'[\\]]', ]",
    "[a-], -",
    "[!]], a",
    "'{,a}b', b",
    "'{a*,b}{c,d?}', axxdx",
    "?, \uD83D\uDE00",
    "**, 'a/\nb'",
    "'a,b}', 'a,b}'"
  })
  void matches(String glob, String text) {
    assertThat(Glob.of(glob).matches(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"[^a], a", "[!a], /", "[!]], ]", "?, /", "*, a/b", "a, ''", "'{a,b}', ab", "'', a"})
  void doesNotMatch(String glob, String text) {
    assertThat(Glob.of(glob).matches(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "[, ']' is missing",
    "[], ']' is missing",
    "[a/b], '/' between brackets",
    "[b-a], a range that ends before it begins",
    "'{a', '}' is missing",
    "'{a,{b}}', a group in a group",
    "'a\\', nothing behind '\\'"
  })
  void isNone(String glob, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Glob.of(glob))
        .withMessage("no pattern: '" + glob + "': " + problem);
  }

  /** With a regular expression the second one takes the age of the universe. */
  @Test
  void namesThatAlmostMatchAreNoWorkForYears() {
    assertThat(Glob.of("*a".repeat(50) + "b").matches("a".repeat(1024))).isFalse();
    assertThat(Glob.of("*".repeat(101) + "b").matches("a".repeat(1024))).isFalse();
    assertThat(Glob.of("[" + "b".repeat(100_000) + "]").matches("a")).isFalse();
    assertThat(Glob.of("{a*,*a}".repeat(50) + "b").matches("a".repeat(1024))).isFalse();
  }

  @Test
  void agreesWithTheJdk() {
    FileSystem here = FileSystems.getDefault();
    Random random = new Random(20_261_127);
    int matches = 0;
    for (int i = 0; i < 20_000; i++) {
      String glob = random(random, WORDS, 1 + random.nextInt(6));
      if (random.nextBoolean()) {
        String other = random(random, WORDS, 1 + random.nextInt(3));
        glob = "{" + glob + "," + other + "}" + random(random, WORDS, random.nextInt(3));
      }
      PathMatcher expected = here.getPathMatcher("glob:" + glob);
      for (int j = 0; j < 10; j++) {
        String path = "a" + random(random, List.of("a", "b", "-", "/a", "*"), random.nextInt(6));
        boolean matched = expected.matches(here.getPath(path));
        assertThat(Glob.of(glob).matches(path)).as("%s of %s", glob, path).isEqualTo(matched);
        matches += matched ? 1 : 0;
      }
    }
    assertThat(matches).isBetween(20_000, 180_000);
  }

  private static String random(Random random, List<String> words, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> words.get(random.nextInt(words.size())))
        .collect(Collectors.joining());
  }
}
