package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ft.client.testing.Await;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.RecordingListener;
import io.ft.client.testing.RecordingListener.Ended;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.FileRequest;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a client, whatever it is doing. */
class FileClientCloseTest {

  private static final byte[] CONTENT = TestFiles.content(3 * FramedPeer.BLOCK_BYTES);

  private final RecordingListener listener = new RecordingListener();

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @Test
  void runningAndWaitingDownloadsAreCancelled() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 1);
              peer.untilClosed();
            })) {
      List<Download> downloads = new ArrayList<>();
      FileClient client = FileClient.create(Configs.maxExchanges(2));
      for (int i = 0; i < 5; i++) {
        downloads.add(start(client, server.file("source"), "copy-" + i, Dialect.FRAMED));
      }
      Await.until("a download has started", listener::hasStarted);

      client.close();

      for (Download download : downloads) {
        assertThat(download.completion().toCompletableFuture()).isDone();
        assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.CANCELLED);
      }
    }
    assertThat(listener.events(Ended.class)).hasSize(5);
    assertThat(TestFiles.names(folder)).isSubsetOf("copy-0.part", "copy-0.part.state");
  }

  @Test
  void oldTargetsStay() throws Exception {
    Path target = Files.writeString(folder.resolve("copy"), "old");
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 3);
              peer.untilClosed();
            })) {
      FileClient client = FileClient.create();
      Download download = start(client, server.file("source"), "copy", Dialect.FRAMED);
      Await.until("a download has started", listener::hasStarted);

      client.close();

      Downloads.failure(download);
    }
    assertThat(target).hasContent("old");
    assertThat(TestFiles.names(folder))
        .contains("copy")
        .isSubsetOf("copy", "copy.part", "copy.part.state");
  }

  @ParameterizedTest
  @EnumSource
  void downloadsWithoutAConnectionAreCancelled(Dialect dialect) throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer::untilClosed)) {
      FileClient client = FileClient.create();
      Download download = start(client, server.file("source"), "copy", dialect);

      client.close();

      assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.CANCELLED);
    }
    assertThat(TestFiles.names(folder)).isEmpty();
  }

  @Test
  void completeDownloadsStayComplete() throws Exception {
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      FileClient client = FileClient.create();
      Download download = start(client, served.file("source", 10), "copy", Dialect.FRAMED);
      DownloadResult result = Downloads.success(download);

      client.close();

      assertThat(Downloads.success(download)).isEqualTo(result);
    }
    assertThat(folder.resolve("copy")).hasBinaryContent(TestFiles.content(10));
  }

  @Test
  void streamThatNobodyReadsDoesNotHoldItUp() throws Exception {
    Pipe pipe = Pipe.open();
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      FileClient client = FileClient.create();
      Download stuck =
          client.start(
              new DownloadRequest(served.file("source", 3_000_000), Target.stream(pipe.sink())),
              listener);
      Download behindIt = start(client, served.file("source"), "copy", Dialect.FRAMED);
      // Once a byte has come through, the rest of its block is in the way.
      assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(1);

      client.close();

      assertThat(Downloads.failure(stuck).error())
          .isIn(TransferError.CANCELLED, TransferError.CANNOT_WRITE);
      // All of it may have come before.
      assertThat(behindIt.completion().toCompletableFuture()).isDone();
    } finally {
      pipe.sink().close();
      pipe.source().close();
    }
  }

  @Test
  void secondCloseDoesNothing() {
    FileClient client = FileClient.create();

    client.close();
    client.close();

    assertStartIsRejected(client);
  }

  @Test
  void closedClientRejectsDownloads() throws Exception {
    FileClient client = FileClient.create();
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      Downloads.success(start(client, served.file("source", 10), "copy", Dialect.FRAMED));
    }

    client.close();

    assertStartIsRejected(client);
  }

  @Test
  void threadsEndWithTheClient() throws Exception {
    Set<Thread> before = threads();
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"));
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, served.file("source", 10), "copy", Dialect.FRAMED));
      assertThat(threads()).hasSizeGreaterThan(before.size());
    }

    Await.until("no new thread of a client runs", () -> before.containsAll(threads()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyDownloadThatIsNotRejectedEnds(int writers) throws Exception {
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      RemoteFile source = served.file("source", 10);
      for (int run = 0; run < 20; run++) {
        FileClient client = FileClient.create(Configs.writerThreads(writers));
        List<Download> downloads = new CopyOnWriteArrayList<>();
        Thread starter =
            new Thread(
                () -> {
                  try {
                    while (true) {
                      downloads.add(start(client, source, "copy", Dialect.FRAMED));
                    }
                  } catch (RejectedExecutionException e) {
                    // closed
                  }
                });
        starter.start();
        Await.until("downloads are being started", () -> downloads.size() > 10);
        client.close();
        starter.join();

        for (Download download : downloads) {
          Await.until(
              "the download ends", () -> download.completion().toCompletableFuture().isDone());
        }
      }
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ft-client"))
        .collect(Collectors.toSet());
  }

  private void assertStartIsRejected(FileClient client) {
    RemoteFile source = new RemoteFile("127.0.0.1", 1, "source");
    assertThatThrownBy(() -> start(client, source, "copy", Dialect.FRAMED))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private Download start(FileClient client, RemoteFile source, String name, Dialect dialect) {
    return client.start(
        new DownloadRequest(source, Target.file(folder.resolve(name)), dialect), listener);
  }
}
