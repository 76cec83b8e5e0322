package io.ft.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code in docs/embedding.md is the code that is tested here. */
class EmbeddingGuideTest {

  private static final Path GUIDE = Path.of("../docs/embedding.md");

  /** A line that names a source, and the block that follows it, if there is one. */
  private static final Pattern SOURCE =
      Pattern.compile("<!-- file: (src/\\S+) -->\n(```java\n.*?```\n)?", Pattern.DOTALL);

  /**
   * To write it anew: {@code mvn -pl ft-examples -am test -Dtest=EmbeddingGuideTest
   * -Dft.writePages=true}.
   */
  @Test
  void guideShowsTheSources() throws Exception {
    String text = Files.readString(GUIDE);
    assertThat(SOURCE.matcher(text).results().count()).isGreaterThanOrEqualTo(10);
    String expected = SOURCE.matcher(text).replaceAll(EmbeddingGuideTest::withSource);
    if (Boolean.getBoolean("ft.writePages")) {
      Files.writeString(GUIDE, expected);
    }

    assertThat(GUIDE).content().isEqualTo(expected);
  }

  private static String withSource(MatchResult found) {
    String name = found.group(1);
    try {
      String source = Files.readString(Path.of(name));
      return Matcher.quoteReplacement(
          "<!-- file: %s -->\n```java\n%s```\n".formatted(name, source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
