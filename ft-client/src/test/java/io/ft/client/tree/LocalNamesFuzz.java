package io.ft.client.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.codec.WireText;
import io.ft.testing.Allocations;
import io.ft.testing.FuzzInput;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names that a server chose, one a line: what is taken is below the folder that was named, means
 * nothing else to any system if that was asked for, and no two of them are the same file.
 */
class LocalNamesFuzz {

  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "conin$", "conout$");

  private Path folder = Path.of("");

  static Stream<byte[]> seeds() {
    return Stream.of(
            "0a/b\na/c\nd",
            "1README\nReadme\nreadme/x",
            "1f\u00e9\nfe\u0301\nFE\u0301",
            "1con\nlpt1.txt\na.\nb \na:b\n..\nc\\d",
            "0../x\n/etc/passwd\na//b\n.\n\0",
            "1stra\u00dfe\nSTRASSE\n\u017f\ns\n\u212a\nk")
        .map(text -> text.getBytes(UTF_8));
  }

  @BeforeEach
  void setUp(@TempDir Path temporary) {
    folder = temporary;
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    Allocations.check(() -> check(new FuzzInput(data)));
  }

  private void check(FuzzInput in) {
    boolean portable = in.u8() % 2 == 1;
    byte[] bytes = in.rest();
    LocalNames names = names(portable);
    List<String> taken = new ArrayList<>();
    Allocations allocations = new Allocations();
    allocations.count(
        () -> {
          for (String path : WireText.decode(bytes).split("\n", -1)) {
            if (names.violation(path) == null && names.take(path) == null) {
              taken.add(path);
            }
          }
        });
    // A path is kept with each of the folders that it is in.
    allocations.assertInProportionTo((long) bytes.length * bytes.length);

    taken.forEach(path -> assertIsBelow(path));
    if (portable) {
      taken.forEach(LocalNamesFuzz::assertIsPortable);
      assertAreApart(taken);
    }
  }

  private LocalNames names(boolean portable) {
    try {
      return LocalNames.in(folder, portable);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertIsBelow(String path) {
    Path target = folder.resolve(path);
    assertThat(target).isEqualTo(target.normalize()).startsWithRaw(folder);
    assertThat(target).isNotEqualTo(folder);
    assertThat(folder.relativize(target).toString()).isEqualTo(path);
    assertThat(path).doesNotContain("\0");
    assertThat("/" + path + "/").doesNotContain("//", "/./", "/../");
  }

  private static void assertIsPortable(String path) {
    for (String part : path.split("/", -1)) {
      assertThat(part).doesNotMatch("(?s).*[<>:\"|?*\\\\\\x00-\\x1f].*").doesNotEndWith(".");
      assertThat(part).doesNotEndWith(" ");
      String stem = part.replaceFirst("(?s)\\..*", "").stripTrailing().toLowerCase(Locale.ROOT);
      assertThat(DEVICES).doesNotContain(stem);
      assertThat(stem).doesNotMatch("(com|lpt)[0-9]");
    }
  }

  /** As Windows and macOS look at them. */
  private static void assertAreApart(List<String> paths) {
    Map<String, String> seen = new HashMap<>();
    for (String path : paths) {
      for (int end = path.indexOf('/'); end != path.length(); ) {
        end = end < 0 ? path.length() : end;
        String name = path.substring(0, end);
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD);
        for (String folded : Set.of(upper(name), "d" + upper(decomposed))) {
          String other = seen.putIfAbsent(folded, name);
          assertThat(other == null || other.equals(name)).as("%s, %s", other, name).isTrue();
        }
        end = end == path.length() ? end : path.indexOf('/', end + 1);
      }
    }
  }

  /** Character by character, as NTFS has it. */
  private static String upper(String name) {
    StringBuilder upper = new StringBuilder();
    name.codePoints().map(Character::toUpperCase).forEach(upper::appendCodePoint);
    return upper.toString();
  }
}
