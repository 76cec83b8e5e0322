package io.ft.client;

import static io.ft.client.testing.FramedPeer.BLOCK_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Busy;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads that need more than one attempt. */
class RetryTest {

  private static final byte[] CONTENT = TestFiles.content(4 * BLOCK_BYTES);
  private static final RetryPolicy QUICK = new RetryPolicy(2, 1, 1, Long.MAX_VALUE, false);

  private final List<TransferException> causes = new CopyOnWriteArrayList<>();
  private final List<Long> pausesMillis = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final TransferListener listener =
      new TransferListener() {
        @Override
        public void retrying(TransferException cause, int attempt, long pauseMillis) {
          causes.add(cause);
          pausesMillis.add(pauseMillis);
        }
      };

  private Path folder;
  private Path target;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
    target = temp.resolve("copy");
  }

  @Test
  void attemptGoesOnWhereTheLastOneEnded() throws Exception {
    // One block a connection: more attempts than the policy allows in a row.
    try (ScriptedServer server = ScriptedServer.framed(RetryTest::serveOneBlock);
        FileClient client = FileClient.create()) {
      DownloadResult result = Downloads.success(start(client, server, QUICK));

      assertThat(result.receivedBytes()).isEqualTo(CONTENT.length);
      assertThat(result.verifiedBytes()).isEqualTo(CONTENT.length);
      assertThat(result.retries()).isEqualTo(4);
    }
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(causes)
        .extracting(TransferException::verifiedBytes)
        .containsExactly(1L * BLOCK_BYTES, 2L * BLOCK_BYTES, 3L * BLOCK_BYTES, 4L * BLOCK_BYTES);
  }

  private static void serveOneBlock(FramedPeer peer) throws IOException, InterruptedException {
    FileRequest request = peer.receive(FileRequest.class);
    peer.send(FramedPeer.exists(request.id(), CONTENT.length));
    int block = 0;
    if (request.advance() == null) {
      Ready ready = peer.receive(Ready.class);
      if (ready.length() == 0) {
        peer.send(new End(request.id(), 0));
        peer.untilClosed();
        return;
      }
      block = (int) ready.offset() / BLOCK_BYTES;
    }
    peer.sendBlocks(request.id(), CONTENT, block, 1);
    peer.socket().shutdownOutput();
    peer.untilClosed();
  }

  @Test
  void streamGoesOnToo() throws Exception {
    ByteArrayOutputStream handedOn = new ByteArrayOutputStream();
    try (ScriptedServer server = ScriptedServer.framed(RetryTest::serveOneBlock);
        FileClient client = FileClient.create()) {
      Target stream = Target.stream(Channels.newChannel(handedOn));
      DownloadRequest request =
          new DownloadRequest(server.file("source"), stream)
              .with(DownloadOptions.DEFAULT.withRetry(QUICK));

      DownloadResult result = Downloads.success(client.start(request, listener));

      assertThat(result.receivedBytes()).isEqualTo(CONTENT.length);
    }
    assertThat(handedOn.toByteArray()).isEqualTo(CONTENT);
  }

  @Test
  void attemptsWithoutProgressEnd() throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(peer -> peer.socket().close());
        FileClient client = FileClient.create()) {
      TransferException failure = Downloads.failure(start(client, server, QUICK));

      assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
      assertThat(server.connections()).isEqualTo(3);
    }
    assertThat(causes).hasSize(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void pauseOfABusyServerIsHonoured() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  FileRequest request = peer.receive(FileRequest.class);
                  peer.send(new Busy(request.id(), 123, 0));
                  peer.serve(peer.receive(FileRequest.class), CONTENT);
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server, QUICK));
      assertThat(server.connections()).isEqualTo(1);
    }
    assertThat(pausesMillis).containsExactly(123L);
    assertThat(causes).extracting(TransferException::error).containsOnly(TransferError.SERVER_BUSY);
  }

  @Test
  void busyConnectionIsReplacedAfterItsPause() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  FileRequest request = peer.receive(FileRequest.class);
                  if (connections.incrementAndGet() == 1) {
                    peer.send(new Busy(0, 77, 0));
                  } else {
                    peer.serve(request, CONTENT);
                  }
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server, QUICK));
    }
    assertThat(pausesMillis).containsExactly(77L);
  }

  @Test
  void serverThatGoesAwayIsAskedAgainAfterItsPause() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  FileRequest request = peer.receive(FileRequest.class);
                  if (connections.incrementAndGet() == 1) {
                    peer.send(new GoAway(0, 55, "restarting"));
                  } else {
                    peer.serve(request, CONTENT);
                  }
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server, QUICK));
    }
    assertThat(pausesMillis).containsExactly(55L);
  }

  @Test
  void stalledConnectionIsReplaced() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  FileRequest request = peer.receive(FileRequest.class);
                  if (connections.incrementAndGet() == 1) {
                    peer.send(FramedPeer.exists(request.id(), CONTENT.length));
                    peer.sendBlocks(request.id(), CONTENT, 0, 2);
                  } else {
                    peer.serve(request, CONTENT);
                  }
                  peer.untilClosed();
                });
        FileClient client = FileClient.create(Configs.stallTimeoutMillis(100))) {
      DownloadResult result = Downloads.success(start(client, server, QUICK));

      assertThat(result.receivedBytes()).isEqualTo(CONTENT.length);
      assertThat(server.connections()).isEqualTo(2);
    }
    assertThat(causes).extracting(TransferException::error).containsOnly(TransferError.STALLED);
  }

  @Test
  void sourceThatChangesBetweenTwoAttemptsIsReported() throws Exception {
    Files.writeString(target, "old");
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  FileRequest request = peer.receive(FileRequest.class);
                  if (connections.incrementAndGet() == 1) {
                    peer.send(FramedPeer.exists(request.id(), CONTENT.length));
                    peer.sendBlocks(request.id(), CONTENT, 0, 2);
                    peer.socket().close();
                  } else {
                    assertThat(request.expectedTag()).isEqualTo(FramedPeer.TAG);
                    peer.send(new Failure(request.id(), ErrorCode.CHANGED, "another one"));
                    peer.untilClosed();
                  }
                });
        FileClient client = FileClient.create()) {
      TransferException failure = Downloads.failure(start(client, server, QUICK));

      assertThat(failure.error()).isEqualTo(TransferError.SOURCE_CHANGED);
    }
    assertThat(TestFiles.names(folder)).containsExactly("copy");
    assertThat(target).hasContent("old");
  }

  @Test
  void tagThatWasNotAskedForBreaksTheRules() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  FileRequest request = peer.receive(FileRequest.class);
                  if (connections.incrementAndGet() == 1) {
                    peer.send(FramedPeer.exists(request.id(), CONTENT.length));
                    peer.sendBlocks(request.id(), CONTENT, 0, 2);
                    peer.socket().close();
                  } else {
                    peer.send(
                        new Exists(
                            request.id(),
                            CONTENT.length,
                            FramedPeer.MODIFIED,
                            new Tag("abcd"),
                            BLOCK_BYTES,
                            null));
                    peer.untilClosed();
                  }
                });
        FileClient client = FileClient.create()) {
      assertThat(Downloads.failure(start(client, server, QUICK)).error())
          .isEqualTo(TransferError.PROTOCOL);
    }
  }

  @Test
  void requestThatMeetsAClosingConnectionIsAskedAgainForNothing() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  peer.serve(peer.receive(FileRequest.class), CONTENT);
                  if (connections.incrementAndGet() == 1) {
                    // The next request is read, and never answered.
                    peer.receive(FileRequest.class);
                    peer.socket().close();
                  } else {
                    peer.untilClosed();
                  }
                });
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server, RetryPolicy.NONE));
      DownloadRequest second =
          new DownloadRequest(server.file("source"), Target.file(folder.resolve("second")));

      DownloadResult result = Downloads.success(client.start(second, listener));

      assertThat(result.retries()).isZero();
      assertThat(server.connections()).isEqualTo(2);
    }
    assertThat(causes).isEmpty();
  }

  @Test
  void pauseDoesNotOutliveACancel() throws Exception {
    RetryPolicy slow =
        new RetryPolicy(5, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, false);
    try (ScriptedServer server = ScriptedServer.framed(peer -> peer.socket().close());
        FileClient client = FileClient.create()) {
      Download download = start(client, server, slow);
      Await.until("it waits", () -> !causes.isEmpty());

      download.cancel();

      assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.CANCELLED);
    }
  }

  @Test
  void pauseDoesNotOutliveTheClient() throws Exception {
    RetryPolicy slow =
        new RetryPolicy(5, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, false);
    try (ScriptedServer server = ScriptedServer.framed(peer -> peer.socket().close())) {
      FileClient client = FileClient.create();
      Download download = start(client, server, slow);
      Await.until("it waits", () -> !causes.isEmpty());

      client.close();

      assertThat(Downloads.failure(download).error()).isEqualTo(TransferError.CANCELLED);
    }
  }

  @Test
  void timeForTheWholeDownloadEndsIt() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  FileRequest request = peer.receive(FileRequest.class);
                  peer.send(FramedPeer.exists(request.id(), CONTENT.length));
                  peer.sendBlocks(request.id(), CONTENT, 0, 1);
                  peer.untilClosed();
                });
        FileClient client = FileClient.create()) {
      DownloadRequest request =
          new DownloadRequest(server.file("source"), Target.file(target))
              .with(DownloadOptions.DEFAULT.withRetry(QUICK).withMaxTimeMillis(200));

      TransferException failure = Downloads.failure(client.start(request, listener));

      assertThat(failure.error()).isEqualTo(TransferError.TIMED_OUT);
      assertThat(failure).hasMessage("it took longer than 200 ms");
    }
    assertThat(causes).isEmpty();
  }

  @Test
  void clientMayBeClosedByTheOneWhoHearsOfTheEnd() throws Exception {
    try (ServedFolder served = ServedFolder.start(folder.resolve("served"))) {
      FileClient client = FileClient.create();
      DownloadRequest request =
          new DownloadRequest(served.file("source", 100_000), Target.file(target));
      CompletableFuture<Void> closed =
          client
              .start(request, TransferListener.NONE)
              .completion()
              .thenRun(client::close)
              .toCompletableFuture();

      closed.get(Await.LIMIT_SECONDS, TimeUnit.SECONDS);
      Await.until("its threads are gone", () -> !threadsOf("ft-client-"));
    }
    assertThat(target).hasBinaryContent(TestFiles.content(100_000));
  }

  private static boolean threadsOf(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.isAlive() && thread.getName().startsWith(prefix));
  }

  private Download start(FileClient client, ScriptedServer server, RetryPolicy retry) {
    return client.start(
        new DownloadRequest(server.file("source"), Target.file(target))
            .with(DownloadOptions.DEFAULT.withRetry(retry)),
        listener);
  }
}
