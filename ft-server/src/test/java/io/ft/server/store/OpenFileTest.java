package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import io.netty.channel.FileRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {

  /** More than a worker reads at once, and no multiple of it. */
  private static final int FILE_BYTES = 1_000_003;

  private Path root;
  private byte[] bytes;
  private ConfinedDirectory store;
  private OpenFile file;

  @BeforeEach
  void openFile(@TempDir Path temporary) throws IOException {
    root = temporary;
    bytes = TestFiles.create(root.resolve("file"), FILE_BYTES);
    store = ConfinedDirectory.open(root, StoreOptions.DEFAULT);
    file = store.open("file", Permission.ALL);
  }

  @AfterEach
  void nothingStaysOpen() throws IOException {
    if (file.refCnt() > 0) {
      file.release();
    }
    assertThat(OpenHandles.below(root)).isEmpty();
    store.close();
  }

  @Test
  void knowsSizeAndModificationTimeToTheNanosecond() throws IOException {
    assertThat(file.size()).isEqualTo(FILE_BYTES);
    assertThat(file.modified())
        .isEqualTo(Files.getLastModifiedTime(root.resolve("file")).toInstant());
  }

  @Test
  void tagStaysWhileTheFileStays() throws IOException {
    assertThat(file.tag().isNone()).isFalse();

    OpenFile again = store.open("file", Permission.ALL);
    assertThat(again.tag()).isEqualTo(file.tag());
    again.release();

    try (ConfinedDirectory other = ConfinedDirectory.open(root, StoreOptions.DEFAULT)) {
      OpenFile elsewhere = other.open("file", Permission.ALL);
      assertThat(elsewhere.tag()).isEqualTo(file.tag());
      elsewhere.release();
    }
  }

  @Test
  void equalCopyHasATagOfItsOwn() throws IOException {
    Files.copy(root.resolve("file"), root.resolve("copy"));
    Files.setLastModifiedTime(
        root.resolve("copy"), Files.getLastModifiedTime(root.resolve("file")));

    OpenFile copy = store.open("copy", Permission.ALL);

    assertThat(copy.tag()).isNotEqualTo(file.tag());
    copy.release();
  }

  @Test
  void checksumIsTheCrc32cOfTheBytes() throws IOException {
    assertThat(file.checksum(0, FILE_BYTES, 1 << 20)).isEqualTo(TestFiles.crc32c(bytes));
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      int offset = random.nextInt(FILE_BYTES);
      int length = random.nextInt(FILE_BYTES - offset) + 1;

      assertThat(file.checksum(offset, length, 1 << 20))
          .as("%d bytes at %d", length, offset)
          .isEqualTo(TestFiles.crc32c(bytes, offset, length));
    }
  }

  @Test
  void checksumOfNoBytesIsZero() throws IOException {
    assertThat(file.checksum(0, 0, 1 << 20)).isZero();
    assertThat(file.checksum(FILE_BYTES, 0, 1 << 20)).isZero();
  }

  @Test
  void emptyFileIsServed() throws IOException {
    TestFiles.create(root.resolve("empty"), 0);

    OpenFile empty = store.open("empty", Permission.ALL);

    assertThat(empty.size()).isZero();
    assertThat(empty.checksum(0, 0, 1 << 20)).isZero();
    empty.release();
  }

  @Test
  void blockBeyondTheEndMeansThatTheFileChanged() {
    assertThatExceptionOfType(ChangedException.class)
        .isThrownBy(() -> file.checksum(FILE_BYTES - 10, 11, 1 << 20));
  }

  @Test
  void regionCarriesItsPartOfTheFile() throws IOException {
    FileRegion region = file.region(12_345, 678_901);

    assertThat(region.count()).isEqualTo(678_901);
    assertThat(content(region)).isEqualTo(Arrays.copyOfRange(bytes, 12_345, 12_345 + 678_901));

    region.release();
  }

  @Test
  void regionsKeepTheFileOpenUntilTheLastIsReleased() throws IOException {
    FileRegion first = file.region(0, 100);
    FileRegion second = file.region(100, 100);

    file.release();
    assertThat(OpenHandles.below(root)).hasSize(1);

    assertThat(content(first)).isEqualTo(Arrays.copyOf(bytes, 100));
    first.release();
    assertThat(OpenHandles.below(root)).hasSize(1);

    assertThat(content(second)).isEqualTo(Arrays.copyOfRange(bytes, 100, 200));
    second.release();
    assertThat(OpenHandles.below(root)).isEmpty();
  }

  @Test
  void releasedRegionLeavesTheFileOpenForItsOpener() throws IOException {
    file.region(0, 100).release();

    assertThat(OpenHandles.below(root)).hasSize(1);
    assertThat(file.checksum(0, 100, 1 << 20)).isEqualTo(TestFiles.crc32c(bytes, 0, 100));
  }

  private static byte[] content(FileRegion region) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WritableByteChannel channel = Channels.newChannel(out);
    while (region.transferred() < region.count()) {
      region.transferTo(channel, region.transferred());
    }
    return out.toByteArray();
  }
}
