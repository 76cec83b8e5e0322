package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Cancel;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which downloads share a connection, and for how long it is kept. */
class ConnectionReuseTest {

  private static final byte[] CONTENT = TestFiles.content(10_000);

  private final List<Integer> ids = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @Test
  void downloadsOfOneServerShareAConnection() throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(this::serveUntilClosed);
        FileClient client = FileClient.create()) {
      for (int i = 0; i < 5; i++) {
        Downloads.success(client.start(request(server), TransferListener.NONE));
      }

      assertThat(server.connections()).isEqualTo(1);
      assertThat(ids).hasSize(5).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void downloadsAtOnceAreSpreadOverAsManyConnectionsAsAreAllowed() throws Exception {
    CountDownLatch asked = new CountDownLatch(6);
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  List<FileRequest> requests =
                      List.of(peer.receive(FileRequest.class), peer.receive(FileRequest.class));
                  requests.forEach(request -> asked.countDown());
                  assertThat(asked.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
                  for (FileRequest request : requests) {
                    peer.serve(request, CONTENT);
                  }
                  serveUntilClosed(peer);
                });
        FileClient client = FileClient.create(Configs.maxConnections(3))) {
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Target target = Target.file(folder.resolve("copy-" + i));
        downloads.add(
            client.start(
                new DownloadRequest(server.file("source"), target), TransferListener.NONE));
      }
      for (Download download : downloads) {
        Downloads.success(download);
      }
      assertThat(server.connections()).isEqualTo(3);

      // One after the other they need no more than one.
      Downloads.success(client.start(request(server), TransferListener.NONE));
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void clientsDoNotShareAConnection() throws Exception {
    try (ScriptedServer server = ScriptedServer.framed(this::serveUntilClosed);
        FileClient one = FileClient.create();
        FileClient other = FileClient.create()) {
      Downloads.success(one.start(request(server), TransferListener.NONE));
      Downloads.success(other.start(request(server), TransferListener.NONE));

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** A server that is slow to end what was given up does not cost the others their place. */
  @Test
  void exchangeThatWaitsForRoomOutlivesThoseThatWereGivenUp() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.framed(
                peer -> {
                  int id = peer.receive(FileRequest.class).id();
                  running.countDown();
                  peer.receive(Cancel.class);
                  longerThanTheAbandonedAreWaitedFor(peer);
                  peer.send(new Failure(id, ErrorCode.CANCELLED, "at last"));
                  peer.serve(peer.receive(FileRequest.class), CONTENT);
                  peer.untilClosed();
                });
        FileClient client = FileClient.create(Configs.maxExchanges(1))) {
      Download givenUp = client.start(request(server), TransferListener.NONE);
      assertThat(running.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      Download waiting =
          client.start(
              new DownloadRequest(server.file("other"), Target.file(folder.resolve("other"))),
              TransferListener.NONE);
      givenUp.cancel();

      Downloads.success(waiting);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private static void longerThanTheAbandonedAreWaitedFor(FramedPeer peer) throws IOException {
    int patienceMillis = peer.socket().getSoTimeout();
    peer.socket().setSoTimeout(3_000);
    try {
      throw new AssertionError("expected silence: " + peer.receive());
    } catch (SocketTimeoutException e) {
      peer.socket().setSoTimeout(patienceMillis);
    }
  }

  @Test
  void connectionThatTheServerClosedIsReplaced() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  client.serve(client.receive(FileRequest.class), CONTENT);
                  client.socket().shutdownOutput();
                  client.untilClosed();
                  closed.countDown();
                });
        FileClient client = FileClient.create()) {
      Downloads.success(client.start(request(server), TransferListener.NONE));
      assertThat(closed.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();

      // The client may not have noticed yet; a download that meets the old connection can be
      // tried again.
      Await.until("a download succeeds", () -> succeeds(client, server));
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private boolean succeeds(FileClient client, ScriptedServer server) {
    return client
        .start(request(server), TransferListener.NONE)
        .completion()
        .handle((result, failure) -> failure == null)
        .toCompletableFuture()
        .join();
  }

  @Test
  void connectionThatFailedIsReplaced() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  FileRequest request = client.receive(FileRequest.class);
                  if (request.path().equals("bad")) {
                    client.send(new Failure(Message.CONNECTION, ErrorCode.INTERNAL, "no more"));
                  } else {
                    client.serve(request, CONTENT);
                  }
                  client.untilClosed();
                });
        FileClient client = FileClient.create()) {
      DownloadRequest bad =
          new DownloadRequest(server.file("bad"), Target.file(folder.resolve("bad")));
      Downloads.failure(client.start(bad, TransferListener.NONE));

      Downloads.success(client.start(request(server), TransferListener.NONE));
    }
  }

  @Test
  void connectionThatIsNotUsedIsClosed() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.framed(
                client -> {
                  serveUntilClosed(client);
                  closed.countDown();
                });
        FileClient client = FileClient.create(Configs.idleTimeoutMillis(50))) {
      Downloads.success(client.start(request(server), TransferListener.NONE));
      assertThat(closed.await(Await.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();

      Downloads.success(client.start(request(server), TransferListener.NONE));
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private void serveUntilClosed(FramedPeer client) throws IOException {
    for (Message message = client.receive(); message != null; message = client.receive()) {
      FileRequest request = (FileRequest) message;
      ids.add(request.id());
      client.serve(request, CONTENT);
    }
  }

  private DownloadRequest request(ScriptedServer server) {
    return new DownloadRequest(server.file("source"), Target.file(folder.resolve("copy")));
  }
}
