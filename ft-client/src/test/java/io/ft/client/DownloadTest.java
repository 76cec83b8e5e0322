package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Tag;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole files from a real server, byte for byte. */
class DownloadTest {

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int ADVANCE_BYTES = 1024 * 1024;

  private Path folder;
  private ServedFolder served;
  private FileClient client;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = Files.createDirectory(temp.resolve("copies"));
    served =
        ServedFolder.start(temp.resolve("served"), config -> config.blockSizeBytes(BLOCK_BYTES));
    client = FileClient.create();
  }

  @AfterEach
  void tearDown() throws IOException {
    client.close();
    served.close();
  }

  static Stream<Arguments> sizesInBothDialects() {
    int[] sizes = {
      0,
      1,
      1024,
      1025,
      BLOCK_BYTES - 1,
      BLOCK_BYTES,
      BLOCK_BYTES + 1,
      ADVANCE_BYTES - 1,
      ADVANCE_BYTES,
      ADVANCE_BYTES + 1,
      3 * 1024 * 1024,
      20 * 1024 * 1024
    };
    return Stream.of(Dialect.values())
        .flatMap(dialect -> IntStream.of(sizes).mapToObj(size -> Arguments.of(dialect, size)));
  }

  @ParameterizedTest
  @MethodSource("sizesInBothDialects")
  void copyIsTheSourceByteForByte(Dialect dialect, int size) throws Exception {
    RemoteFile source = served.file("source", size);
    Path copy = folder.resolve("copy");

    DownloadResult result = download(source, copy, dialect);

    assertThat(copy).hasBinaryContent(TestFiles.content(size));
    assertThat(TestFiles.names(folder)).containsExactly("copy");
    assertThat(result.sizeBytes()).isEqualTo(size);
  }

  @Test
  void framedResultSaysWhatWasVerified() throws Exception {
    RemoteFile source = served.file("source", 100_000);

    DownloadResult result = download(source, folder.resolve("copy"), Dialect.FRAMED);

    assertThat(result.verifiedBytes()).isEqualTo(100_000);
    assertThat(result.modified())
        .isEqualTo(Files.getLastModifiedTime(served.root().resolve("source")).toInstant());
    assertThat(result.tag()).isNotEqualTo(Tag.NONE);
  }

  @Test
  void tagIsThatOfTheVersion() throws Exception {
    RemoteFile source = served.file("source", 10);
    Tag first = download(source, folder.resolve("first"), Dialect.FRAMED).tag();
    Tag again = download(source, folder.resolve("again"), Dialect.FRAMED).tag();
    served.file("source", 11);
    Tag changed = download(source, folder.resolve("changed"), Dialect.FRAMED).tag();

    assertThat(again).isEqualTo(first);
    assertThat(changed).isNotEqualTo(first);
  }

  @Test
  void classicResultClaimsNothingItCannotKnow() throws Exception {
    RemoteFile source = served.file("source", 100_000);

    DownloadResult result = download(source, folder.resolve("copy"), Dialect.CLASSIC);

    assertThat(result)
        .isEqualTo(
            new DownloadResult(
                100_000,
                100_000,
                0,
                0,
                0,
                0,
                null,
                Tag.NONE,
                result.remoteAddress(),
                result.times()));
    assertThat(result.remoteAddress())
        .isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), served.port()));
  }

  @ParameterizedTest
  @EnumSource
  void missingFileIsNotFound(Dialect dialect) throws Exception {
    DownloadRequest request =
        new DownloadRequest(served.file("absent"), Target.file(folder.resolve("copy")), dialect);

    TransferException failure = Downloads.failure(client.start(request, TransferListener.NONE));

    assertThat(failure.error()).isEqualTo(TransferError.NOT_FOUND);
    assertThat(failure.retryable()).isFalse();
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void folderIsNotFound(Dialect dialect) throws Exception {
    Files.createDirectory(served.root().resolve("subfolder"));
    DownloadRequest request =
        new DownloadRequest(served.file("subfolder"), Target.file(folder.resolve("copy")), dialect);

    assertThat(Downloads.failure(client.start(request, TransferListener.NONE)).error())
        .isEqualTo(TransferError.NOT_FOUND);
  }

  private DownloadResult download(RemoteFile source, Path copy, Dialect dialect)
      throws InterruptedException {
    DownloadRequest request = new DownloadRequest(source, Target.file(copy), dialect);
    return Downloads.success(client.start(request, TransferListener.NONE));
  }
}
