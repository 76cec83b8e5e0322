package io.ft.client.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.TestFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names beside a target: every file system takes them, and no two targets share them. */
class PartNamesTest {

  private static final int MAX_NAME_BYTES = 255;

  @Test
  void theyFollowTheTargetsName() {
    PartNames names = PartNames.of(Path.of("/folder/copy"));

    assertThat(names.part()).isEqualTo(Path.of("/folder/copy.part"));
    assertThat(names.state()).isEqualTo(Path.of("/folder/copy.part.state"));
    assertThat(names.nextState()).isEqualTo(Path.of("/folder/copy.part.state.new"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "\u00e9", "\u65e5", "\ud83d\ude00"})
  void noneIsLongerThanAFileSystemTakes(String character) {
    assumeTrue(TestFiles.canBeNamed(character));
    int characterBytes = character.getBytes(UTF_8).length;
    for (int count = 1; count <= MAX_NAME_BYTES / characterBytes; count++) {
      PartNames names = PartNames.of(Path.of("/folder", character.repeat(count)));
      for (String name : besides(names)) {
        assertThat(name.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(MAX_NAME_BYTES);
        assertThat(name).doesNotContain("?", "\ufffd");
      }
      assertThat(names.part().getParent()).isEqualTo(Path.of("/folder"));
    }
  }

  /** Names that differ in their ends alone, which are cut off. */
  @Test
  void differentLongNamesHaveDifferentParts() {
    Set<String> names = new HashSet<>();
    for (int number = 1000; number < 2000; number++) {
      PartNames of = PartNames.of(Path.of("/folder", "n".repeat(MAX_NAME_BYTES - 4) + number));
      names.addAll(besides(of));
    }
    assertThat(names).hasSize(3 * 1000);
  }

  @Test
  void sameNameHasTheSamePart() {
    Path target = Path.of("/folder", "n".repeat(MAX_NAME_BYTES));

    assertThat(PartNames.of(target)).isEqualTo(PartNames.of(target));
  }

  private static List<String> besides(PartNames names) {
    return Stream.of(names.part(), names.state(), names.nextState())
        .map(path -> String.valueOf(path.getFileName()))
        .toList();
  }
}
