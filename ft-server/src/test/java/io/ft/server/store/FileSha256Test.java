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
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digest of a whole file is computed in steps, and once. */
class FileSha256Test {

  private static final int FILE_BYTES = 2 * FileSha256.STEP_BYTES + 1;
  private static final long MAX_BYTES = 64 * 1024;

  private final DigestCache cache = new DigestCache(MAX_BYTES);

  private Path path;
  private byte[] bytes;

  @BeforeEach
  void createFile(@TempDir Path folder) throws IOException {
    path = folder.resolve("file");
    bytes = TestFiles.create(path, FILE_BYTES);
  }

  @Test
  void takesAsManyStepsAsTheFileIsLong() throws Exception {
    OpenFile file = open(cache);
    FileSha256 digest = file.sha256();

    assertThat(digest.step()).isFalse();
    assertThat(digest.step()).isFalse();
    assertThat(file.knownSha256()).isNull();
    assertThat(digest.step()).isTrue();

    assertThat(digest.hex()).isEqualTo(sha256());
    assertThat(file.knownSha256()).isEqualTo(sha256());
    file.release();
  }

  @Test
  void whatIsKnownIsNotReadAgain() throws Exception {
    complete(open(cache));
    OpenFile unreadable = openUnreadable(cache);

    assertThat(complete(unreadable)).isEqualTo(sha256());
  }

  /** Two that wait for the same digest read the file once, from where the first one is done. */
  @Test
  void whatBecomesKnownMeanwhileIsNotReadOn() throws Exception {
    OpenFile file = open(cache);
    FileSha256 digest = file.sha256();
    assertThat(digest.step()).isFalse();
    complete(open(cache));

    assertThat(digest.step()).isTrue();

    assertThat(digest.hex()).isEqualTo(sha256());
    file.release();
  }

  @Test
  void changeBetweenStepsIsNoticedAndNothingRemembered() throws Exception {
    OpenFile file = open(cache);
    FileSha256 digest = file.sha256();
    digest.step();
    Files.write(path, new byte[] {1}, StandardOpenOption.APPEND);

    assertThatExceptionOfType(ChangedException.class).isThrownBy(digest::step);

    assertThat(file.knownSha256()).isNull();
    file.release();
  }

  @Test
  void changeOfAFileWhoseDigestIsKnownIsNoticed() throws Exception {
    complete(open(cache));
    OpenFile file = open(cache);
    Files.write(path, new byte[] {1}, StandardOpenOption.APPEND);

    assertThatExceptionOfType(ChangedException.class).isThrownBy(file.sha256()::step);
    file.release();
  }

  /** As for one that has not settled. */
  @Test
  void whatIsNotToBeRememberedIsReadAgain() throws Exception {
    complete(open(DigestCache.NONE));
    OpenFile unreadable = openUnreadable(DigestCache.NONE);

    assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(unreadable.sha256()::step);
    unreadable.release();
  }

  @Test
  void memoryIsBoundedAndShared() {
    for (int number = 0; number < 10_000; number++) {
      cache.putSha256(version(number), TestFiles.bytes(32, number));
      cache.put(version(number), 4096, 0, number);
    }

    assertThat(cache.bytes()).isBetween(MAX_BYTES - 1_000, MAX_BYTES);
    assertThat(cache.sha256(version(0))).isNull();
    assertThat(cache.sha256(version(9_999)))
        .isEqualTo(HexFormat.of().formatHex(TestFiles.bytes(32, 9_999)));
    assertThat(cache.get(version(9_999), 4096, 0)).hasValue(9_999);
  }

  private static FileVersion version(int number) {
    return new FileVersion("one device", 1, Instant.EPOCH, Instant.EPOCH, number);
  }

  private OpenFile open(DigestCache digests) throws IOException {
    return new OpenFile(
        FileChannel.open(path, StandardOpenOption.READ),
        path,
        FileVersion.of(path),
        TagKind.EXACT,
        digests);
  }

  private OpenFile openUnreadable(DigestCache digests) throws IOException {
    FileChannel closed = FileChannel.open(path, StandardOpenOption.READ);
    closed.close();
    return new OpenFile(closed, path, FileVersion.of(path), TagKind.EXACT, digests);
  }

  /** Takes all steps, and releases {@code file}. */
  private static String complete(OpenFile file) throws IOException {
    try {
      FileSha256 digest = file.sha256();
      while (!digest.step()) {
        // each step reads a part
      }
      return digest.hex();
    } finally {
      file.release();
    }
  }

  private String sha256() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
