package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is away for a moment: whoever has talked to it before waits for it. */
class ServerRestartTest {

  private static final int FILES = 40;
  private static final int FILE_BYTES = 300_000;

  private Path root;
  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) throws Exception {
    root = Files.createDirectory(temp.resolve("served"));
    folder = Files.createDirectory(temp.resolve("copies"));
  }

  @Test
  void downloadWhoseFirstAttemptFindsNobodyGoesOn() throws Exception {
    RetryPolicy patient = new RetryPolicy(1_000, 5, 20, Long.MAX_VALUE, false);
    ServedFolder server = ServedFolder.start(root);
    int port = server.port();
    try (FileClient client = FileClient.create()) {
      server.file("before", 1);
      server.file("meanwhile", 1);
      Downloads.success(start(client, server.file("before"), patient, TransferListener.NONE));
      RemoteFile meanwhile = server.file("meanwhile");
      server.close();

      CountDownLatch failed = new CountDownLatch(1);
      Download download =
          start(
              client,
              meanwhile,
              patient,
              new TransferListener() {
                @Override
                public void retrying(TransferException cause, int attempt, long pauseMillis) {
                  if (cause.error() == TransferError.CANNOT_CONNECT) {
                    failed.countDown();
                  }
                }
              });
      Await.until("nobody is found, or it has ended", () -> failed.getCount() == 0);
      server = ServedFolder.start(root, port);

      Downloads.success(download);
    } finally {
      server.close();
    }
  }

  @Test
  void serverThatNobodyEverReachedIsNotWaitedFor() throws Exception {
    RetryPolicy patient = new RetryPolicy(1_000, 5, 20, Long.MAX_VALUE, false);
    ServedFolder server = ServedFolder.start(root);
    RemoteFile file = server.file("file", 1);
    server.close();
    try (FileClient client = FileClient.create()) {
      assertThat(Downloads.failure(start(client, file, patient, TransferListener.NONE)).error())
          .isEqualTo(TransferError.CANNOT_CONNECT);
    }
  }

  @Test
  void manyFilesOutlastMoreRestartsThanEachHasRetries() throws Exception {
    RetryPolicy policy = new RetryPolicy(5, 40, 60_000, Long.MAX_VALUE, false);
    for (int i = 0; i < FILES; i++) {
      TestFiles.write(root.resolve("file-" + i), FILE_BYTES);
    }
    ServedFolder server = ServedFolder.start(root);
    int port = server.port();
    // Slow enough for all restarts, and one after the other: most wait for their turn.
    ClientConfig slow = Configs.maxExchanges(1).toBuilder().maxBytesPerSecond(4_000_000).build();
    try (FileClient client = FileClient.create(slow)) {
      AtomicInteger ended = new AtomicInteger();
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        Download download = start(client, server.file("file-" + i), policy, TransferListener.NONE);
        download.completion().whenComplete((result, failure) -> ended.incrementAndGet());
        downloads.add(download);
      }
      for (int restart = 1; restart <= 8; restart++) {
        int enough = restart * FILES / 10;
        Await.until("more files are here", () -> ended.get() >= enough);
        server.close();
        server = ServedFolder.start(root, port);
      }
      for (Download download : downloads) {
        Downloads.success(download);
      }
    } finally {
      server.close();
    }
    assertThat(TestFiles.names(folder)).hasSize(FILES);
  }

  @Test
  void drainedServerCostsNoRetry() throws Exception {
    byte[] content = TestFiles.content(FramedPeer.BLOCK_BYTES);
    AtomicInteger connections = new AtomicInteger();
    RetryPolicy once = new RetryPolicy(1, 1, 1, Long.MAX_VALUE, false);
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  FileRequest request = client.receive(FileRequest.class);
                  if (connections.incrementAndGet() <= 5) {
                    client.send(new GoAway(0, 1, "restart"));
                  } else {
                    client.serve(request, content);
                  }
                  client.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server.file("file"), once, TransferListener.NONE));
    }
  }

  private Download start(
      FileClient client, RemoteFile source, RetryPolicy policy, TransferListener listener) {
    return client.start(
        new DownloadRequest(source, Target.file(folder.resolve(source.name())))
            .with(DownloadOptions.DEFAULT.withRetry(policy)),
        listener);
  }
}
