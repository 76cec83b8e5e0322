package io.ft.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.Faults;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.RecordingListener;
import io.ft.client.testing.RecordingListener.Ended;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A download that its caller ends, at any moment. */
class CancelTest {

  private static final byte[] CONTENT = TestFiles.content(3 * FramedPeer.BLOCK_BYTES);

  private final RecordingListener listener = new RecordingListener();

  private Path folder;
  private Path target;
  private FileClient client;

  @BeforeEach
  void setUp(@TempDir Path temp) throws IOException {
    folder = Files.createDirectory(temp.resolve("copies"));
    target = Files.writeString(folder.resolve("copy"), "old");
    client = FileClient.create();
  }

  @AfterEach
  void tearDown() {
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void beforeTheConnectionStands(Dialect dialect) throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer::untilClosed)) {
      Download download = start(server.file("source"), dialect);
      download.cancel();

      assertCancelled(download);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileTheServerLooksForTheFile(Dialect dialect) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.start(
            socket -> {
              assertThat(socket.getInputStream().read()).isNotNegative();
              asked.countDown();
              ScriptedServer.untilClosed(socket);
            })) {
      Download download = start(server.file("source"), dialect);
      assertThat(asked.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();

      download.cancel();

      assertCancelled(download);
    }
  }

  @Test
  void inTheMiddle() throws Exception {
    CountDownLatch cancelHeard = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 1);
              assertThat(peer.receive(Cancel.class).id()).isEqualTo(id);
              cancelHeard.countDown();
              // A block was on its way; then comes the end. The connection goes on.
              peer.sendBlocks(id, CONTENT, 1, 1);
              peer.send(new Failure(id, ErrorCode.CANCELLED, "as you wish"));
              peer.serve(peer.receive(FileRequest.class), CONTENT);
              peer.untilClosed();
            })) {
      Download download = start(server.file("source"), Dialect.FRAMED);
      Await.until("the download has started", listener::hasStarted);

      download.cancel();

      assertCancelled(download);
      assertThat(cancelHeard.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      Downloads.success(start(server.file("source"), Dialect.FRAMED));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void endThatCrossesWithTheCancelIsTaken() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              int id = peer.receive(FileRequest.class).id();
              peer.send(FramedPeer.exists(id, CONTENT.length));
              peer.sendBlocks(id, CONTENT, 0, 1);
              peer.receive(Cancel.class);
              peer.sendBlocks(id, CONTENT, 1, 2);
              peer.send(new End(id, CONTENT.length));
              peer.serve(peer.receive(FileRequest.class), CONTENT);
              peer.untilClosed();
            })) {
      Download download = start(server.file("source"), Dialect.FRAMED);
      Await.until("the download has started", listener::hasStarted);

      download.cancel();

      assertCancelled(download);
      Downloads.success(start(server.file("source"), Dialect.FRAMED));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void classicDownloadClosesItsConnection() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.start(
            socket -> {
              socket.getOutputStream().write("EXISTS100000".getBytes(US_ASCII));
              assertThat(socket.getInputStream().readNBytes("sourceREADY".length())).hasSize(11);
              socket.getOutputStream().write(CONTENT);
              ScriptedServer.untilClosed(socket);
              closed.countDown();
            })) {
      Download download = start(server.file("source"), Dialect.CLASSIC);
      Await.until("the download has started", listener::hasStarted);

      download.cancel();

      assertCancelled(download);
      assertThat(closed.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void downloadThatWaitsForItsTurnIsNeverAskedFor() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.framed(
            peer -> {
              FileRequest first = peer.receive(FileRequest.class);
              assertThat(first.path()).isEqualTo("first");
              asked.countDown();
              peer.receive(Cancel.class);
              peer.send(new Failure(first.id(), ErrorCode.CANCELLED, "as you wish"));
              FileRequest next = peer.receive(FileRequest.class);
              assertThat(next.path()).isEqualTo("third");
              peer.serve(next, CONTENT);
              peer.untilClosed();
            })) {
      client.close();
      client = FileClient.create(Configs.maxExchanges(1));
      Download first = start(server.file("first"), Dialect.FRAMED);
      Download second = start(server.file("second"), Dialect.FRAMED);
      Download third = start(server.file("third"), Dialect.FRAMED);
      assertThat(asked.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();

      second.cancel();
      first.cancel();

      assertThat(Downloads.failure(second).error()).isEqualTo(TransferError.CANCELLED);
      assertThat(Downloads.failure(first).error()).isEqualTo(TransferError.CANCELLED);
      Downloads.success(third);
    }
  }

  @Test
  void afterTheEndItHasNoEffect(@TempDir Path root) throws Exception {
    try (ServedFolder served = ServedFolder.start(root)) {
      Download download = start(served.file("source", 10), Dialect.FRAMED);
      DownloadResult result = Downloads.success(download);

      download.cancel();
      download.cancel();

      assertThat(Downloads.success(download)).isEqualTo(result);
      assertThat(listener.events(Ended.class)).containsExactly(new Ended(null));
      assertThat(target).hasBinaryContent(TestFiles.content(10));
    }
  }

  @Test
  void afterTheClientIsClosedItHasNoEffect() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer::untilClosed)) {
      Download download = start(server.file("source"), Dialect.FRAMED);
      client.close();

      download.cancel();

      assertCancelled(download);
    }
  }

  @Test
  void completionStageOfADownloadIsNoWayToCancelIt(@TempDir Path root) throws Exception {
    try (ServedFolder served = ServedFolder.start(root)) {
      Download download = start(served.file("source", 10), Dialect.FRAMED);

      download.completion().toCompletableFuture().cancel(true);

      Downloads.success(download);
    }
  }

  @RepeatedTest(40)
  void atAnyMomentItIsCancelledOrCompleteAndNeverBoth(RepetitionInfo repetition, @TempDir Path root)
      throws Exception {
    int size = 3_000_000;
    Dialect dialect =
        repetition.getCurrentRepetition() % 10 == 0 ? Dialect.CLASSIC : Dialect.FRAMED;
    try (ServedFolder served = ServedFolder.start(root)) {
      Random random = new Random(repetition.getCurrentRepetition());
      Download download = start(served.file("source", size), dialect);
      LockSupport.parkNanos(random.nextInt(30_000_000));

      download.cancel();

      boolean complete =
          download
              .completion()
              .handle((result, failure) -> failure == null)
              .toCompletableFuture()
              .get(Await.LIMIT_SECONDS, TimeUnit.SECONDS);
      if (complete) {
        assertThat(target).hasBinaryContent(TestFiles.content(size));
        assertThat(listener.events(Ended.class)).containsExactly(new Ended(null));
        assertThat(TestFiles.names(folder)).containsExactly("copy");
      } else {
        assertCancelled(download);
      }
      Downloads.success(start(served.file("source"), Dialect.FRAMED));
    }
  }

  private void assertCancelled(Download download) throws InterruptedException {
    TransferException failure = Downloads.failure(download);
    assertThat(failure.error()).isEqualTo(TransferError.CANCELLED);
    assertThat(listener.events(Ended.class)).containsExactly(new Ended(failure));
    assertThat(target).hasContent("old");
    assertThat(TestFiles.names(folder)).isEqualTo(Faults.leftBehind(failure));
  }

  private Download start(RemoteFile source, Dialect dialect) {
    return client.start(new DownloadRequest(source, Target.file(target), dialect), listener);
  }
}
