package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinedDirectoryTest {

  private Path folder;
  private Path root;

  @BeforeEach
  void createRoot(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = Files.createDirectory(folder.resolve("root"));
  }

  @AfterEach
  void nothingStaysOpen() throws IOException {
    assertThat(OpenHandles.below(folder)).isEmpty();
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(
      strings = {
        "plain",
        ".hidden",
        "...",
        "..x",
        "x..",
        " ",
        " leading and trailing ",
        "-o",
        "--",
        "~",
        "*",
        "?",
        "%2e%2e",
        "back\\slash",
        "..\\..\\secret",
        "C:",
        "C:\\x",
        "con",
        "a:b",
        "line\nbreak",
        "\r\n",
        "\t",
        "\u001b[31mred",
        "\u007f",
        "trailing.",
        "$HOME",
        "`x`",
        "'\"",
        "no\u00a0break",
        "\u202etxt.exe"
      })
  void nameThatTheSystemTakesIsServed(String name) throws IOException {
    assertServed(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"größe", "日本語", "😀", "e\u0301", "é", "\uFEFFbom", "אב"})
  void nameBeyondAsciiIsServed(String name) throws IOException {
    assumeTrue(
        Charset.forName(System.getProperty("sun.jnu.encoding")).equals(StandardCharsets.UTF_8),
        "file names are not UTF-8 in this locale");

    assertServed(name);
  }

  @Test
  void normalizationFormsAreDifferentNames() throws IOException {
    TestFiles.create(root.resolve("e\u0301"), 1);
    assumeTrue(Files.notExists(root.resolve("\u00e9")), "this file system normalizes names");

    try (ConfinedDirectory store = ConfinedDirectory.open(root, StoreOptions.DEFAULT)) {
      assertThatExceptionOfType(NotServedException.class)
          .isThrownBy(() -> store.open("\u00e9", Permission.ALL));
    }
  }

  @Test
  void nestedFoldersAreEntered() throws IOException {
    assertServed("a/b/c/d/e/f/g/file");
    assertServed("a/b/other");
  }

  @Test
  void openFileHoldsOneHandle() throws IOException {
    TestFiles.create(root.resolve("a/b/file"), 10);
    try (ConfinedDirectory store = ConfinedDirectory.open(root, StoreOptions.DEFAULT)) {
      OpenFile file = store.open("a/b/file", Permission.ALL);

      assertThat(OpenHandles.below(root)).containsExactly(root.resolve("a/b/file").toRealPath());

      file.release();
      assertThat(OpenHandles.below(root)).isEmpty();
    }
  }

  @Test
  void openFileOutlivesItsStore() throws IOException {
    byte[] bytes = TestFiles.create(root.resolve("file"), 100);
    ConfinedDirectory store = ConfinedDirectory.open(root, StoreOptions.DEFAULT);
    OpenFile file = store.open("file", Permission.ALL);

    store.close();

    assertThat(file.checksum(0, 100, 1 << 20)).isEqualTo(TestFiles.crc32c(bytes));
    file.release();
  }

  @Test
  void fileThatComesLaterIsServed() throws IOException {
    try (ConfinedDirectory store = ConfinedDirectory.open(root, StoreOptions.DEFAULT)) {
      TestFiles.create(root.resolve("later/file"), 10);

      store.open("later/file", Permission.ALL).release();
    }
  }

  @Test
  void rootMayBeReachedByALink() throws IOException {
    TestFiles.create(root.resolve("sub/file"), 10);
    Path link = Files.createSymbolicLink(folder.resolve("link"), root);

    try (ConfinedDirectory store = ConfinedDirectory.open(link, StoreOptions.DEFAULT)) {
      store.open("sub/file", Permission.ALL).release();
    }
  }

  @Test
  void rootStaysTheFolderThatALinkLedToAtFirst() throws IOException {
    TestFiles.create(root.resolve("file"), 10);
    TestFiles.create(folder.resolve("other/file"), 20);
    Path link = Files.createSymbolicLink(folder.resolve("link"), root);

    try (ConfinedDirectory store = ConfinedDirectory.open(link, StoreOptions.DEFAULT)) {
      Files.delete(link);
      Files.createSymbolicLink(link, folder.resolve("other"));

      OpenFile file = store.open("file", Permission.ALL);
      assertThat(file.size()).isEqualTo(10);
      file.release();
    }
  }

  @Test
  void rootMustExist() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> ConfinedDirectory.open(folder.resolve("missing"), StoreOptions.DEFAULT));
  }

  @Test
  void rootMustBeAFolder() throws IOException {
    TestFiles.create(folder.resolve("file"), 10);

    assertThatExceptionOfType(NotDirectoryException.class)
        .isThrownBy(() -> ConfinedDirectory.open(folder.resolve("file"), StoreOptions.DEFAULT));
  }

  private void assertServed(String name) throws IOException {
    byte[] bytes = TestFiles.create(root.resolve(name), 1000);
    try (ConfinedDirectory store =
        ConfinedDirectory.open(root, StoreOptions.DEFAULT.withHiddenFiles(true))) {
      OpenFile file = store.open(name, Permission.ALL);
      assertThat(file.size()).isEqualTo(bytes.length);
      assertThat(file.checksum(0, bytes.length, 1 << 20)).isEqualTo(TestFiles.crc32c(bytes));
      file.release();
    }
  }
}
