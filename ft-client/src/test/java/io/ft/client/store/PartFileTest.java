package io.ft.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.TestFiles;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part file: nobody else's file is written to, and nobody else writes to it. */
class PartFileTest {

  private Path folder;
  private Path path;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
    path = temp.resolve("copy.part");
  }

  @AfterEach
  void nothingStaysOpen() {
    assertThat(TestFiles.openBelow(folder)).isEmpty();
  }

  @Test
  void thereIsNoneAtFirst() throws Exception {
    assertThat(PartFile.existing(path)).isNull();
    assertThat(path).doesNotExist();
  }

  @Test
  void newOneIsEmptyWhateverWasThere() throws Exception {
    Files.writeString(path, "old");

    try (PartFile part = PartFile.create(path)) {
      assertThat(part.size()).isZero();
    }
  }

  @Test
  void existingOneIsGoneOnWith() throws Exception {
    Files.writeString(path, "old");

    try (PartFile part = existing()) {
      part.write(3, Unpooled.copiedBuffer(new byte[] {'e', 'r'}));
    }
    assertThat(path).hasContent("older");
  }

  @Test
  void oneDownloadOfThisProcessHasIt() throws Exception {
    try (PartFile part = PartFile.create(path)) {
      assertBusy();
      assertThat(part.size()).isZero();
    }
    existing().close();
    PartFile.create(path).close();
  }

  @Test
  void anotherWayToTheFolderIsNoOtherPart() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    try (PartFile part = PartFile.create(path)) {
      assertThatExceptionOfType(TargetBusyException.class)
          .isThrownBy(() -> PartFile.create(link.resolve("copy.part")));
      assertThat(part.size()).isZero();
    }
  }

  @Test
  void oneProcessHasItUntilItIsKilled() throws Exception {
    try (PartHolder other = PartHolder.hold(path)) {
      assertThat(other).isNotNull();
      assertBusy();
      assertThat(path).exists();
    }
    existing().close();
    PartFile.create(path).close();
  }

  @Test
  void symbolicLinkIsReplacedAndNotFollowed() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "precious");
    Files.createSymbolicLink(path, precious);

    assertThat(PartFile.existing(path)).isNull();
    writeAnew();

    assertThat(Files.isSymbolicLink(path)).isFalse();
    assertThat(precious).hasContent("precious");
  }

  @Test
  void danglingSymbolicLinkIsReplaced() throws Exception {
    Files.createSymbolicLink(path, folder.resolve("absent"));

    assertThat(PartFile.existing(path)).isNull();
    writeAnew();

    assertThat(folder.resolve("absent")).doesNotExist();
  }

  @Test
  void fileWithAnotherNameIsLeftToThatName() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "precious");
    Files.createLink(path, precious);

    assertThat(PartFile.existing(path)).isNull();
    writeAnew();

    assertThat(precious).hasContent("precious");
  }

  @Test
  void folderIsInTheWay() throws Exception {
    Files.createDirectory(path);
    Files.createFile(path.resolve("inside"));

    assertInTheWay();

    assertThat(path.resolve("inside")).exists();
  }

  /** Opening a pipe that nobody writes to would wait for ever. */
  @Test
  void pipeIsInTheWay() throws Exception {
    assumeTrue(
        new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor() == 0,
        "no mkfifo");

    assertInTheWay();

    assertThat(path).exists();
  }

  @Test
  void swappedPartDoesNotBecomeTheTarget() throws Exception {
    Path target = Files.writeString(folder.resolve("copy"), "old");
    try (PartFile part = PartFile.create(path)) {
      Files.move(path, folder.resolve("moved"));
      Files.writeString(path, "foreign");

      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(() -> part.check(0))
          .withMessageContaining("was moved away");
      part.delete();
    }
    assertThat(target).hasContent("old");
    assertThat(path).hasContent("foreign");
  }

  @Test
  void removedPartDoesNotBecomeTheTarget() throws Exception {
    Path target = Files.writeString(folder.resolve("copy"), "old");
    try (PartFile part = PartFile.create(path)) {
      Files.delete(path);

      assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> part.check(0));
      part.delete();
    }
    assertThat(target).hasContent("old");
  }

  @Test
  void linkToThePartIsNotThePart() throws Exception {
    Path target = folder.resolve("copy");
    try (PartFile part = PartFile.create(path)) {
      Path moved = Files.move(path, folder.resolve("moved"));
      Files.createSymbolicLink(path, moved);

      assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> part.check(0));
    }
    assertThat(target).doesNotExist();
  }

  @Test
  void missingFolderHoldsNothing() throws Exception {
    Path absent = folder.resolve("absent");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PartFile.create(absent.resolve("copy.part")));

    Files.createDirectory(absent);
    PartFile.create(absent.resolve("copy.part")).close();
  }

  private PartFile existing() throws IOException {
    return Objects.requireNonNull(PartFile.existing(path), "no part");
  }

  private void writeAnew() throws IOException {
    try (PartFile part = PartFile.create(path)) {
      part.write(0, Unpooled.copiedBuffer(new byte[] {'n', 'e', 'w'}));
    }
    assertThat(path).hasContent("new");
  }

  private void assertBusy() {
    assertThatExceptionOfType(TargetBusyException.class).isThrownBy(() -> PartFile.existing(path));
    assertThatExceptionOfType(TargetBusyException.class).isThrownBy(() -> PartFile.create(path));
  }

  private void assertInTheWay() throws IOException {
    assertThat(PartFile.existing(path)).isNull();
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> PartFile.create(path))
        .withMessageContaining("is in the way");
  }
}
