package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.codec.Limits;
import io.ft.codec.WireText;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that no file can have, whatever lies in the folder. */
class RefusedNamesTest {

  private static final int LONGEST_PART_BYTES = 255;

  private Path folder;
  private Path root;
  private ConfinedDirectory store;

  @BeforeEach
  void openStore(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = Files.createDirectory(folder.resolve("root"));
    TestFiles.create(root.resolve("file"), 10);
    TestFiles.create(root.resolve("sub/file"), 10);
    TestFiles.create(folder.resolve("secret"), 10);
    store = ConfinedDirectory.open(root, StoreOptions.DEFAULT);
  }

  @AfterEach
  void closeStore() throws IOException {
    assertThat(OpenHandles.below(folder)).containsOnly(root);
    store.close();
    assertThat(OpenHandles.below(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/",
        "//",
        "./file",
        "../secret",
        "../root/file",
        "sub/../file",
        "sub/../../secret",
        "sub/..",
        "sub/.",
        "sub/./file",
        "file/.",
        "file/..",
        "/file",
        "//file",
        "file/",
        "sub/file/",
        "sub//file",
        "/sub/file",
        "\0",
        "file\0",
        "\0file",
        "file\0.txt",
        "sub\0/file",
        "sub/\0/file"
      })
  void nameThatBreaksTheRulesIsRefused(String name) {
    assertNotServed(name);
  }

  @Test
  void absoluteNameIsRefusedEvenInsideTheRoot() {
    assertNotServed(root.resolve("file").toString());
    assertNotServed(folder.resolve("secret").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "66696c65ff", // a byte that is never UTF-8
        "80", // a continuation without a start
        "66c3", // a start without a continuation
        "2ec0ae", // an overlong dot
        "2e2ec0af736563726574", // an overlong slash: ../secret
        "eda080", // a surrogate
        "f4908080" // beyond the last code point
      })
  void nameThatIsNotUtf8IsRefused(String hex) {
    assertNotServed(WireText.decode(HexFormat.of().parseHex(hex)));
  }

  @Test
  void loneSurrogateThatStandsForNoByteIsRefused() {
    assertNotServed("file\uD800");
    assertNotServed("\uDFFF");
  }

  @Test
  void nameOfTheGreatestLengthIsServed() throws IOException {
    String name = nameOfBytes(Limits.MAX_PATH_BYTES);
    TestFiles.create(root.resolve(name), 10);

    OpenFile file = store.open(name, Permission.ALL);

    assertThat(file.size()).isEqualTo(10);
    file.release();
  }

  @Test
  void nameOfOneByteMoreIsRefused() throws IOException {
    String name = nameOfBytes(Limits.MAX_PATH_BYTES + 1);
    TestFiles.create(root.resolve(name), 10);

    assertNotServed(name);
  }

  @Test
  void lengthOfANameCountsBytesAndNotCharacters() throws IOException {
    String part = "ä".repeat(LONGEST_PART_BYTES / 2);
    String name = String.join("/", part, part, part, part, "1234");
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(Limits.MAX_PATH_BYTES - 5);
    TestFiles.create(root.resolve(name), 10);

    store.open(name, Permission.ALL).release();
    assertNotServed(name + "ä".repeat(10));
  }

  @Test
  void partLongerThanTheFileSystemTakesIsRefused() {
    assertNotServed("x".repeat(LONGEST_PART_BYTES + 1));
    assertNotServed("x".repeat(LONGEST_PART_BYTES + 1) + "/file");
    assertNotServed("sub/" + "x".repeat(Limits.MAX_PATH_BYTES - 4));
  }

  private void assertNotServed(String name) {
    assertThatExceptionOfType(NotServedException.class)
        .isThrownBy(() -> store.open(name, Permission.ALL));
  }

  /** A name of {@code length} bytes, in parts that the file system takes. */
  private static String nameOfBytes(int length) {
    String folders =
        ("f".repeat(LONGEST_PART_BYTES) + "/").repeat(length / (LONGEST_PART_BYTES + 1) - 1);
    int rest = length - folders.length();
    String last = "f".repeat(rest / 2) + "/" + "f".repeat(rest - rest / 2 - 1);
    return folders + last;
  }
}
