package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks whose checksum is known are not read again. */
class DigestCacheTest {

  private static final int BLOCK_BYTES = 4096;
  private static final int FILE_BYTES = 3 * BLOCK_BYTES - 1;
  private static final long MAX_BYTES = 64 * 1024;

  private final DigestCache cache = new DigestCache(MAX_BYTES);

  private Path path;
  private byte[] bytes;

  @BeforeEach
  void setUp(@TempDir Path folder) throws IOException {
    path = folder.resolve("file");
    bytes = TestFiles.create(path, FILE_BYTES);
  }

  @Test
  void wholeBlocksAreNotReadTwice() throws Exception {
    OpenFile read = open();
    for (int block = 0; block < 3; block++) {
      assertThat(checksum(read, block)).isEqualTo(crc(block));
    }
    read.release();

    OpenFile unreadable = openUnreadable();
    for (int block = 0; block < 3; block++) {
      assertThat(checksum(unreadable, block)).isEqualTo(crc(block));
    }
    // The proof that nothing was read: this is not known, and cannot be.
    assertThatExceptionOfType(ClosedChannelException.class)
        .isThrownBy(() -> unreadable.checksum(1, 10, BLOCK_BYTES));
    unreadable.release();
  }

  @Test
  void versionIsComparedAllTheSame() throws Exception {
    OpenFile file = open();
    checksum(file, 0);
    Files.write(path, new byte[] {1}, StandardOpenOption.APPEND);

    assertThatExceptionOfType(ChangedException.class).isThrownBy(() -> checksum(file, 0));
    file.release();
  }

  @Test
  void changedFileIsReadAnew() throws Exception {
    OpenFile file = open();
    checksum(file, 0);
    file.release();
    bytes[0] ^= 1;
    Files.write(path, bytes);

    OpenFile changed = open();
    assertThat(checksum(changed, 0)).isEqualTo(crc(0));
    changed.release();
  }

  @Test
  void blockThatChangedWhileItWasReadIsNotRemembered() throws Exception {
    OpenFile file = open();
    Files.write(path, new byte[] {1}, StandardOpenOption.APPEND);

    assertThatExceptionOfType(ChangedException.class).isThrownBy(() -> checksum(file, 0));

    assertThat(cache.get(file.version(), BLOCK_BYTES, 0)).isEmpty();
    file.release();
  }

  @Test
  void piecesOfBlocksAreNotRemembered() throws Exception {
    OpenFile file = open();
    file.checksum(0, BLOCK_BYTES - 1, BLOCK_BYTES);
    file.checksum(1, BLOCK_BYTES - 1, BLOCK_BYTES);

    assertThat(cache.bytes()).isZero();
    file.release();
  }

  @Test
  void blocksOfAnotherSizeAreOthers() {
    cache.put(version(1, 10), 4096, 3, 77);

    assertThat(cache.get(version(1, 10), 8192, 3)).isEmpty();
    assertThat(cache.get(version(1, 10), 4096, 2)).isEmpty();
    assertThat(cache.get(version(2, 10), 4096, 3)).isEmpty();
    assertThat(cache.get(version(1, 10), 4096, 3)).isEqualTo(OptionalLong.of(77));
  }

  @Test
  void fileOfAnotherDeviceIsAnother() {
    // Two images that were built with fixed time stamps, mounted below one root.
    cache.put(version("one device", 1, 4096), 4096, 0, 77);

    assertThat(cache.get(version("another device", 1, 4096), 4096, 0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {64 * 1024, Long.MAX_VALUE})
  void largestFileThereCanBeIsNotRemembered(long maxBytes) {
    DigestCache any = new DigestCache(maxBytes);
    FileVersion largest = version("one device", 1, Long.MAX_VALUE);
    long last = Long.MAX_VALUE / 4096;

    any.put(largest, 4096, 1, 77);
    any.put(largest, 4096, last, 77);

    assertThat(any.get(largest, 4096, 1)).isEmpty();
    assertThat(any.get(largest, 4096, last)).isEmpty();
    assertThat(any.bytes()).isZero();
  }

  @Test
  void everyChecksumComesBackAsItWas() {
    cache.put(version(1, 2), 4096, 0, 0xFFFF_FFFFL);
    cache.put(version(1, 2), 4096, 1, 0);

    assertThat(cache.get(version(1, 2), 4096, 0)).isEqualTo(OptionalLong.of(0xFFFF_FFFFL));
    assertThat(cache.get(version(1, 2), 4096, 1)).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void fileThatWasNotAskedForTheLongestGoesFirst() {
    int blocks = 3_700;
    for (int file = 0; file < 4; file++) {
      cache.put(version(file, blocks), 4096, 0, file);
    }
    assertThat(cache.get(version(0, blocks), 4096, 0)).isPresent();

    cache.put(version(4, blocks), 4096, 0, 4);

    assertThat(cache.get(version(1, blocks), 4096, 0)).isEmpty();
    assertThat(cache.get(version(0, blocks), 4096, 0)).isPresent();
    assertThat(cache.get(version(4, blocks), 4096, 0)).isPresent();
  }

  @Test
  void boundHoldsForManySmallFiles() {
    for (int file = 0; file < 10_000; file++) {
      cache.put(version(file, 1), 4096, 0, file);
      assertThat(cache.bytes()).isLessThanOrEqualTo(MAX_BYTES);
    }
    assertThat(cache.get(version(9_999, 1), 4096, 0)).isPresent();
  }

  @Test
  void fileThatWouldDriveOutAllOthersIsNotRemembered() {
    cache.put(version(1, 1), 4096, 0, 7);
    cache.put(version(2, 16_000), 4096, 0, 7);

    assertThat(cache.get(version(1, 1), 4096, 0)).isPresent();
    assertThat(cache.get(version(2, 1), 4096, 0)).isEmpty();
  }

  @Test
  void workersMayUseItTogether() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(4);
    List<Future<?>> done = new ArrayList<>();
    for (int worker = 0; worker < 4; worker++) {
      done.add(
          workers.submit(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  int file = i % 100;
                  cache.put(version(file, 500), 4096, i % 500, file);
                  OptionalLong known = cache.get(version(file, 500), 4096, i % 500);
                  assertThat(known.orElse(file)).isEqualTo(file);
                }
              }));
    }
    for (Future<?> each : done) {
      each.get(20, TimeUnit.SECONDS);
    }
    workers.shutdown();
    assertThat(cache.bytes()).isBetween(1L, MAX_BYTES);
  }

  private OpenFile open() throws IOException {
    return new OpenFile(
        FileChannel.open(path, StandardOpenOption.READ),
        path,
        FileVersion.of(path),
        TagKind.EXACT,
        cache);
  }

  private OpenFile openUnreadable() throws IOException {
    FileChannel closed = FileChannel.open(path, StandardOpenOption.READ);
    closed.close();
    return new OpenFile(closed, path, FileVersion.of(path), TagKind.EXACT, cache);
  }

  private static long checksum(OpenFile file, int block) throws IOException {
    int offset = block * BLOCK_BYTES;
    return file.checksum(offset, Math.min(BLOCK_BYTES, FILE_BYTES - offset), BLOCK_BYTES);
  }

  private long crc(int block) {
    int offset = block * BLOCK_BYTES;
    return TestFiles.crc32c(bytes, offset, Math.min(BLOCK_BYTES, FILE_BYTES - offset));
  }

  /** The version of a file of {@code blocks} blocks of 4096 bytes. */
  private static FileVersion version(int number, long blocks) {
    return version("one device", number, blocks * 4096);
  }

  private static FileVersion version(String fileKey, int number, long bytes) {
    return new FileVersion(fileKey, bytes, Instant.EPOCH, Instant.EPOCH, number);
  }
}
