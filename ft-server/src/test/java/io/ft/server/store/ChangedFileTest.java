package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.codec.Tag;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a file can become another one while it is open. */
class ChangedFileTest {

  private static final int FILE_BYTES = 10_000;
  private static final int BLOCK_BYTES = 4_096;

  private Path root;
  private Path folder;
  private Path path;
  private ConfinedDirectory store;
  private OpenFile file;

  @BeforeEach
  void openFile(@TempDir Path temporary) throws Exception {
    root = temporary;
    folder = root.resolve("folder");
    path = folder.resolve("file");
    TestFiles.create(path, FILE_BYTES);
    store = ConfinedDirectory.open(root, StoreOptions.DEFAULT);
    file = store.open("folder/file", Permission.ALL);
    file.checksum(0, BLOCK_BYTES, 1 << 20);
    TestFiles.awaitNextTick(path);
  }

  @AfterEach
  void nothingStaysOpen() throws IOException {
    file.release();
    assertThat(OpenHandles.below(root)).isEmpty();
    store.close();
  }

  @Test
  void appendedFileIsNoticed() throws IOException {
    Files.write(path, new byte[1], StandardOpenOption.APPEND);

    assertNoticed();
    assertTagIsNew();
  }

  @Test
  void truncatedFileIsNoticed() throws IOException {
    truncate(FILE_BYTES - 1);

    assertNoticed();
    assertTagIsNew();
  }

  @Test
  void fileTruncatedBelowTheBlockIsNoticed() throws IOException {
    truncate(1);

    assertNoticed();
  }

  @Test
  void emptiedFileIsNoticed() throws IOException {
    truncate(0);

    assertNoticed();
  }

  @Test
  void rewrittenFileOfTheSameSizeIsNoticed() throws IOException {
    Files.write(path, TestFiles.bytes(FILE_BYTES, 99), StandardOpenOption.WRITE);

    assertNoticed();
    assertTagIsNew();
  }

  @Test
  void rewrittenFileWhoseTimeWasSetBackIsNoticed() throws IOException {
    FileTime before = Files.getLastModifiedTime(path);
    Files.write(path, TestFiles.bytes(FILE_BYTES, 99), StandardOpenOption.WRITE);
    Files.setLastModifiedTime(path, before);
    assertThat(Files.getLastModifiedTime(path)).isEqualTo(before);

    assertNoticed();
    assertTagIsNew();
  }

  @Test
  void changeOutsideOfTheBlockIsNoticed() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), FILE_BYTES - 3);
    }

    assertNoticed();
  }

  @Test
  void touchedFileIsNoticed() throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(1)));

    assertNoticed();
    assertTagIsNew();
  }

  @Test
  void replacedFileIsNoticed() throws IOException {
    Path other = root.resolve("other");
    TestFiles.create(other, FILE_BYTES);
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));
    Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);

    assertNoticed();
    assertTagIsNew();
  }

  @Test
  void deletedFileIsNoticed() throws IOException {
    Files.delete(path);

    assertNoticed();
  }

  @Test
  void fileReplacedByALinkToACopyIsNoticed() throws IOException {
    Path copy = Files.copy(path, root.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.delete(path);
    Files.createSymbolicLink(path, copy);

    assertNoticed();
  }

  @Test
  void fileWhoseFolderIsGoneIsNoticed() throws IOException {
    Files.delete(path);
    Files.delete(folder);

    assertNoticed();
  }

  @Test
  void fileWhoseFolderBecameAFileIsNoticed() throws IOException {
    Files.delete(path);
    Files.delete(folder);
    TestFiles.create(folder, 10);

    assertNoticed();
  }

  @Test
  void readFileIsNotAChangedOne() throws IOException {
    Files.readAllBytes(path);
    Files.getLastModifiedTime(path);

    file.checksum(BLOCK_BYTES, BLOCK_BYTES, 1 << 20);
  }

  private void truncate(int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  private void assertNoticed() {
    assertThatExceptionOfType(ChangedException.class)
        .isThrownBy(() -> file.checksum(0, BLOCK_BYTES, 1 << 20));
  }

  private void assertTagIsNew() throws IOException {
    OpenFile now = store.open("folder/file", Permission.ALL);
    Tag tag = now.tag();
    now.release();
    assertThat(tag).isNotEqualTo(file.tag());
  }
}
