package io.ft.client.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names that a server chose can be files here. */
class LocalNamesTest {

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @Test
  void lookingLeavesNothingBehind() throws Exception {
    LocalNames.in(folder, false);

    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void folderThatCannotBeWrittenIsFoundOut() {
    assertThatIOException().isThrownBy(() -> LocalNames.in(folder.resolve("absent"), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "a/b", "\u00e9", "a\\b", "C:", "con", "nul.txt", "a.", "a ", "a\nb", "-rf", "~",
        ".hidden"
      })
  void whatThisSystemHoldsIsAName(String path) throws Exception {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("unix"));

    assertThat(LocalNames.in(folder, false).violation(path)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "..", ".", "a/../b", "/a", "a//b", "a/", "a\0b", "../x", "/etc/passwd"})
  void whatLeadsElsewhereIsNone(String path) throws Exception {
    assertThat(LocalNames.in(folder, false).violation(path)).isNotNull();
  }

  @Test
  void whatIsTooLongIsNone() throws Exception {
    LocalNames names = LocalNames.in(folder, false);

    assertThat(names.violation("n".repeat(255))).isNull();
    assertThat(names.violation("a/" + "n".repeat(256))).isNotNull();
    assertThat(names.violation("\u65e5".repeat(86))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CON", "con.txt", "a/aux", "Nul .tar.gz", "COM1", "lpt9.x", "com\u00b9", "conin$", "a.",
            "b ",
        "a<b", "a>b", "a:b", "a\"b", "a|b", "a?b", "a*b", "a\\b", "a\tb", "d./x"
      })
  void whatSomeSystemDoesNotHoldIsNotPortable(String path) throws Exception {
    assertThat(LocalNames.in(folder, true).violation(path)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"console", "com10", "comx", "null", "a.b", ".a", "a b", "\u00e9", "auxiliary/x"})
  void whatEverySystemHoldsIsPortable(String path) throws Exception {
    assertThat(LocalNames.in(folder, true).violation(path)).isNull();
  }

  @Test
  void namesThatDifferInCaseAreTwoWhereTheFileSystemHoldsThemApart() throws Exception {
    Files.createFile(folder.resolve("probe"));
    assumeFalse(Files.exists(folder.resolve("PROBE")));
    LocalNames names = LocalNames.in(folder, false);

    assertThat(names.take("net/xt_MARK.h")).isNull();
    assertThat(names.take("net/xt_mark.h")).isNull();
    assertThat(names.take("\u00e9")).isNull();
    assertThat(names.take("e\u0301")).isNull();
  }

  @Test
  void namesThatSomeSystemTakesForOneAreNotPortable() throws Exception {
    LocalNames names = LocalNames.in(folder, true);

    assertThat(names.take("net/xt_MARK.h")).isNull();
    assertThat(names.take("net/xt_mark.h")).contains("net/xt_MARK.h");
    assertThat(names.take("\u00e9")).isNull();
    assertThat(names.take("E\u0301")).isNotNull();
    assertThat(names.take("other")).isNull();
  }

  @Test
  void filesOfAFolderThatIsTakenForAnotherAreRefused() throws Exception {
    LocalNames names = LocalNames.in(folder, true);

    assertThat(names.take("Net/one")).isNull();
    assertThat(names.take("net/two")).contains("Net");
    assertThat(names.take("Net/three")).isNull();
    assertThat(names.take("x/NET/four")).isNull();
  }
}
