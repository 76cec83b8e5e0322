package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.client.testing.Downloads;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that files really have. */
class DownloadNamesTest {

  private Path copy;
  private ServedFolder served;
  private FileClient client;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    copy = temp.resolve("copy");
    served = ServedFolder.start(temp.resolve("served"));
    client = FileClient.create();
  }

  @AfterEach
  void tearDown() throws IOException {
    client.close();
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "release notes.txt",
        " ",
        "-o",
        "100%.txt",
        "a%2Fb",
        "back\\slash",
        "line\nbreak",
        "tab\tand \u0001",
        "Grüße.txt",
        "\u65e5\u672c\u8a9e",
        "e\u0301",
        "\ud83d\ude00",
        "a?b#c:d",
        "folder/file",
        "a/b/c/d/e/f"
      })
  void fileIsFetchedUnderItsName(String name) throws Exception {
    assumeTrue(TestFiles.canBeNamed(name), "the file system's character set has no such name");
    RemoteFile source = served.file(name, 1000);

    assertThat(download(source, Dialect.FRAMED)).isEqualTo(TestFiles.content(1000));
    assertThat(download(source, Dialect.CLASSIC)).isEqualTo(TestFiles.content(1000));
  }

  @Test
  void twoNormalizationFormsAreTwoFiles() throws Exception {
    assumeTrue(TestFiles.canBeNamed("\u00e9"), "the file system's character set has no such name");
    RemoteFile composed = served.file("\u00e9", 1);
    RemoteFile decomposed = served.file("e\u0301", 2);
    assumeTrue(TestFiles.names(served.root()).size() == 2, "the file system normalizes names");

    assertThat(download(composed, Dialect.FRAMED)).hasSize(1);
    assertThat(download(decomposed, Dialect.FRAMED)).hasSize(2);
  }

  @Test
  void longestPathIsFetched() throws Exception {
    String name = ("n".repeat(127) + "/").repeat(8).substring(0, 1023) + "n";
    RemoteFile source = served.file(name, 10);

    assertThat(download(source, Dialect.FRAMED)).isEqualTo(TestFiles.content(10));
    assertThat(download(source, Dialect.CLASSIC)).isEqualTo(TestFiles.content(10));
  }

  @ParameterizedTest
  @EnumSource
  void pathThatNoServerCanHaveIsNotFound(Dialect dialect) throws Exception {
    RemoteFile tooLong = served.file("n".repeat(1025));

    TransferException failure =
        Downloads.failure(
            client.start(
                new DownloadRequest(tooLong, Target.file(copy), dialect), TransferListener.NONE));

    assertThat(failure.error()).isEqualTo(TransferError.NOT_FOUND);
    assertThat(failure).hasMessageContaining("1024 bytes");
  }

  @ParameterizedTest
  @EnumSource
  void pathThatNoBytesStandForIsNotFound(Dialect dialect) throws Exception {
    DownloadRequest request =
        new DownloadRequest(served.file("half\ud800a pair"), Target.file(copy), dialect);

    assertThat(Downloads.failure(client.start(request, TransferListener.NONE)).error())
        .isEqualTo(TransferError.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000name", "\u0016name"})
  void classicNameThatBeginsLikeAnotherDialectIsNotAskedFor(String name) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(socket -> assertThat(socket.getInputStream().read()).isNegative())) {
      DownloadRequest request =
          new DownloadRequest(server.file(name), Target.file(copy), Dialect.CLASSIC);

      assertThat(Downloads.failure(client.start(request, TransferListener.NONE)).error())
          .isEqualTo(TransferError.NOT_FOUND);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/etc/passwd", "a//b", "./a", "a/", "nul\u0000"})
  void pathThatBreaksTheRulesIsNotFound(String path) throws Exception {
    TestFiles.write(served.root().resolveSibling("outside"), 1);
    TestFiles.write(served.root().resolve("a").resolve("b"), 1);

    for (Dialect dialect : Dialect.values()) {
      DownloadRequest request = new DownloadRequest(served.file(path), Target.file(copy), dialect);
      assertThat(Downloads.failure(client.start(request, TransferListener.NONE)).error())
          .isEqualTo(TransferError.NOT_FOUND);
    }
  }

  private byte[] download(RemoteFile source, Dialect dialect)
      throws IOException, InterruptedException {
    DownloadRequest request = new DownloadRequest(source, Target.file(copy), dialect);
    Downloads.success(client.start(request, TransferListener.NONE));
    return Files.readAllBytes(copy);
  }
}
