package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many downloads at a time, from a real server. */
class ManyDownloadsTest {

  private static final int BLOCK_BYTES = 64 * 1024;

  private Path copies;
  private ServedFolder served;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    copies = Files.createDirectory(temp.resolve("copies"));
    served =
        ServedFolder.start(temp.resolve("served"), config -> config.blockSizeBytes(BLOCK_BYTES));
  }

  @AfterEach
  void tearDown() throws IOException {
    Await.until("no served file is open", () -> TestFiles.openBelow(served.root()).isEmpty());
    served.close();
  }

  @Test
  void oneClientFetchesMoreFilesThanItMayAskForAtOnce() throws Exception {
    int[] sizes = {0, 1, 1000, BLOCK_BYTES, BLOCK_BYTES + 1, 300_000, 1_048_577, 10, 20_000, 5};
    List<Download> downloads = new ArrayList<>();
    try (FileClient client = FileClient.create()) {
      for (int i = 0; i < 200; i++) {
        RemoteFile source = served.file("file-" + i, sizes[i % sizes.length]);
        Target target = Target.file(copies.resolve("file-" + i));
        downloads.add(client.start(new DownloadRequest(source, target), TransferListener.NONE));
      }
      for (Download download : downloads) {
        Downloads.success(download);
      }
    }
    assertThat(TestFiles.names(copies)).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertThat(copies.resolve("file-" + i))
          .hasBinaryContent(TestFiles.content(sizes[i % sizes.length]));
    }
  }

  @Test
  void missingFilesAmongManyHarmNoOther() throws Exception {
    served.file("there", 1000);
    List<Download> there = new ArrayList<>();
    List<Download> absent = new ArrayList<>();
    try (FileClient client = FileClient.create()) {
      for (int i = 0; i < 150; i++) {
        Target target = Target.file(copies.resolve("file-" + i));
        boolean missing = i % 3 == 0;
        RemoteFile source = served.file(missing ? "absent" : "there");
        (missing ? absent : there)
            .add(client.start(new DownloadRequest(source, target), TransferListener.NONE));
      }
      for (Download download : there) {
        Downloads.success(download);
      }
      for (Download download : absent) {
        assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.NOT_FOUND);
      }
    }
    assertThat(TestFiles.names(copies)).hasSize(100);
  }

  @Test
  void manyClientsFetchAtOnce() throws Exception {
    int clients = 30;
    RemoteFile small = served.file("small", 1000);
    RemoteFile large = served.file("large", 1_200_000);
    List<FileClient> open = new ArrayList<>();
    List<Download> downloads = new ArrayList<>();
    try {
      for (int i = 0; i < clients; i++) {
        FileClient client = FileClient.create();
        open.add(client);
        Target smallCopy = Target.file(copies.resolve("small-" + i));
        Target largeCopy = Target.file(copies.resolve("large-" + i));
        downloads.add(client.start(new DownloadRequest(small, smallCopy), TransferListener.NONE));
        downloads.add(
            client.start(
                new DownloadRequest(
                    large, largeCopy, i % 5 == 0 ? Dialect.CLASSIC : Dialect.FRAMED),
                TransferListener.NONE));
      }
      for (Download download : downloads) {
        Downloads.success(download);
      }
    } finally {
      open.forEach(FileClient::close);
    }
    assertThat(TestFiles.names(copies)).hasSize(2 * clients);
    for (int i = 0; i < clients; i++) {
      assertThat(copies.resolve("small-" + i)).hasBinaryContent(TestFiles.content(1000));
      assertThat(copies.resolve("large-" + i)).hasBinaryContent(TestFiles.content(1_200_000));
    }
  }
}
