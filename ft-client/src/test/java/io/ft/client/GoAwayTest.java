package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ScriptedServer.FramedScript;
import io.ft.client.testing.TestFiles;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is about to stop: it says up to which exchange it goes on. */
class GoAwayTest {

  private static final byte[] CONTENT = TestFiles.content(2 * FramedPeer.BLOCK_BYTES);

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @Test
  void exchangesUpToTheLastOneGoOn() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  FileRequest first = client.receive(FileRequest.class);
                  client.receive(FileRequest.class);
                  client.receive(FileRequest.class);
                  client.send(FramedPeer.exists(first.id(), CONTENT.length));
                  client.sendBlocks(first.id(), CONTENT, 0, 1);
                  client.send(new GoAway(first.id(), 100, "restart"));
                  client.sendBlocks(first.id(), CONTENT, 1, 1);
                  client.send(new End(first.id(), CONTENT.length));
                  client.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Download first = start(client, server, "first");
      Download second = start(client, server, "second");
      Download third = start(client, server, "third");

      Downloads.success(first);
      assertEndedEarly(second);
      assertEndedEarly(third);
    }
    assertThat(TestFiles.names(folder)).containsExactly("first");
  }

  @Test
  void exchangeUpToTheLastOneMayStillBeEnded() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  int id = client.receive(FileRequest.class).id();
                  client.send(new GoAway(id, 100, "restart"));
                  client.send(FramedPeer.exists(id, CONTENT.length));
                  client.sendBlocks(id, CONTENT, 0, 1);
                  client.send(new Failure(id, ErrorCode.GOING_AWAY, "no more time"));
                  client.untilClosed();
                });
        FileClient client = FileClient.create()) {
      TransferException failure = Downloads.failure(start(client, server, "first"));

      assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
      assertThat(failure.verifiedBytes()).isEqualTo(FramedPeer.BLOCK_BYTES);
    }
  }

  @Test
  void secondGoAwayEndsMore() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  FileRequest first = client.receive(FileRequest.class);
                  FileRequest second = client.receive(FileRequest.class);
                  client.send(new GoAway(second.id(), 0, "soon"));
                  client.send(new GoAway(first.id(), 0, "now"));
                  client.serve(first, CONTENT);
                  client.untilClosed();
                });
        FileClient client = FileClient.create()) {
      Download first = start(client, server, "first");
      Download second = start(client, server, "second");

      Downloads.success(first);
      assertThat(assertEndedEarly(second)).hasMessageContaining("now");
    }
  }

  @Test
  void nextDownloadTakesANewConnection() throws Exception {
    AtomicInteger connection = new AtomicInteger();
    CountDownLatch served = new CountDownLatch(1);
    FramedScript goAway =
        client -> {
          FileRequest request = client.receive(FileRequest.class);
          client.send(new GoAway(request.id(), 0, "restart"));
          client.serve(request, CONTENT);
          // Nothing more may come here, while the connection is still there.
          served.await();
          assertThat(client.receive()).isNull();
        };
    FramedScript good =
        client -> {
          client.serve(client.receive(FileRequest.class), CONTENT);
          served.countDown();
          client.untilClosed();
        };
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> (connection.getAndIncrement() == 0 ? goAway : good).play(client));
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server, "first"));
      Downloads.success(start(client, server, "second"));

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void downloadsThatWaitForTheirTurnEndEarly() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  FileRequest first = client.receive(FileRequest.class);
                  client.send(new GoAway(first.id(), 0, "restart"));
                  client.serve(first, CONTENT);
                  assertThat(client.receive()).isNull();
                });
        FileClient client = FileClient.create(Configs.maxExchanges(1))) {
      Download first = start(client, server, "first");
      List<Download> waiting = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        waiting.add(start(client, server, "waiting-" + i));
      }

      Downloads.success(first);
      for (Download download : waiting) {
        assertEndedEarly(download);
      }
    }
  }

  @Test
  void clientClosesWhenItsLastDownloadHasEnded() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  FileRequest request = client.receive(FileRequest.class);
                  client.send(new GoAway(request.id(), 0, "restart"));
                  client.serve(request, CONTENT);
                  client.untilClosed();
                  closed.countDown();
                });
        FileClient client = FileClient.create()) {
      Downloads.success(start(client, server, "first"));

      // Far less than the idle time after which any connection is closed.
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static TransferException assertEndedEarly(Download download) throws InterruptedException {
    TransferException failure = Downloads.failure(download);
    assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
    assertThat(failure.retryable()).isTrue();
    return failure;
  }

  private Download start(FileClient client, ScriptedServer server, String name) throws IOException {
    return client.start(
        new DownloadRequest(server.file(name), Target.file(folder.resolve(name))),
        TransferListener.NONE);
  }
}
