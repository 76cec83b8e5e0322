package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import io.ft.codec.Ready;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is about to stop lets each transfer end where its client can go on later. */
class DrainTest {

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int LARGE_BYTES = Sockets.MORE_THAN_BUFFERS_BYTES;
  private static final long LONG_MILLIS = 20_000;

  private byte[] large;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path root) throws IOException {
    TestFiles.create(root.resolve("small"), 100);
    large = TestFiles.create(root.resolve("large"), LARGE_BYTES);
    server = TestServer.start(root, settings -> settings.blockSizeBytes(BLOCK_BYTES));
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  private CompletableFuture<Boolean> drain() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return server.drain(LONG_MILLIS);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        task -> new Thread(task).start());
  }

  private static GoAway nextGoAway(FramedClient client) throws IOException {
    Object next = client.next();
    while (next instanceof Exists || next instanceof Block) {
      next = client.next();
    }
    assertThat(next).isInstanceOf(GoAway.class);
    return (GoAway) next;
  }

  @Test
  void idleClientIsToldAndClosed() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.fetch(1, "small");

      CompletableFuture<Boolean> drained = drain();

      GoAway goAway = client.next(GoAway.class);
      assertThat(goAway.lastId()).isEqualTo(1);
      assertThat(goAway.retryAfterMillis()).isPositive();
      assertThat(client.next()).isEqualTo(Closed.ORDERLY);
      assertThat(drained.get()).isTrue();
    }
  }

  @Test
  void nobodyCanConnectAnyMore() throws Exception {
    assertThat(server.drain(LONG_MILLIS)).isTrue();

    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> Sockets.connect(server.address()));
  }

  @Test
  void clientThatHasSaidNothingIsClosed() throws Exception {
    try (Socket silent = Sockets.connect(server.address())) {
      Await.until("it is there", () -> server.stats().connections() == 1);

      CompletableFuture<Boolean> drained = drain();

      assertThat(silent.getInputStream().read()).isNegative();
      assertThat(drained.get()).isTrue();
    }
  }

  @Test
  void downloadEndsBehindABlockAndGoesOnElsewhere() throws Exception {
    try (FramedClient client = server.slowFramedClient()) {
      client.send(FramedClient.wholeFile(1, "large"));
      Exists exists = client.next(Exists.class);
      CompletableFuture<Boolean> drained = drain();
      int blocks = 0;
      byte[] received = new byte[LARGE_BYTES];
      int length = 0;
      boolean told = false;
      Object next = client.next();
      while (next instanceof Block || next instanceof GoAway) {
        told |= next instanceof GoAway;
        if (next instanceof Block block) {
          assertThat(block.intact()).isTrue();
          System.arraycopy(block.data(), 0, received, length, block.data().length);
          length += block.data().length;
          blocks++;
        }
        next = client.next();
      }

      assertThat(told).isTrue();
      new Transfer(exists, List.of(), next).assertFailed(ErrorCode.GOING_AWAY);
      assertThat(client.next()).isEqualTo(Closed.ORDERLY);
      assertThat(drained.get()).isTrue();
      assertThat(length).isEqualTo(blocks * BLOCK_BYTES).isLessThan(LARGE_BYTES);
      assertThat(server.events().awaitExchange().code()).isEqualTo(ErrorCode.GOING_AWAY);

      try (TestServer another =
              TestServer.start(server.root(), settings -> settings.blockSizeBytes(BLOCK_BYTES));
          FramedClient again = another.framedClient()) {
        again.send(FramedClient.range(1, "large", length, Long.MAX_VALUE));
        byte[] rest = again.finish(1).bytes();
        System.arraycopy(rest, 0, received, length, rest.length);
        assertThat(length + rest.length).isEqualTo(LARGE_BYTES);
      }
      assertThat(Arrays.equals(received, large)).isTrue();
    }
  }

  @Test
  void clientThatHasNotSaidThatItIsReadyIsSentAway() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "large"));
      client.next(Exists.class);

      CompletableFuture<Boolean> drained = drain();

      nextGoAway(client);
      client.finish(1).assertFailed(ErrorCode.GOING_AWAY);
      assertThat(client.next()).isEqualTo(Closed.ORDERLY);
      assertThat(drained.get()).isTrue();
    }
  }

  @Test
  void requestThatCrossesIsNotAttendedTo() throws Exception {
    try (FramedClient slow = server.slowFramedClient()) {
      slow.send(FramedClient.wholeFile(1, "large"));
      slow.awaitBytes();
      CompletableFuture<Boolean> drained = drain();
      assertThat(nextGoAway(slow).lastId()).isEqualTo(1);
      // The server goes on reading, as it would if this had been sent before.
      slow.send(FramedClient.wholeFile(2, "small"), new Ready(2, 0, 1));

      slow.finish(1).assertFailed(ErrorCode.GOING_AWAY);
      assertThat(slow.next()).isEqualTo(Closed.ORDERLY);
      assertThat(drained.get()).isTrue();
      assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(server.events().exchanges()).hasSize(1);
    }
  }

  private boolean canConnect() throws IOException {
    try (Socket socket = Sockets.connect(server.address())) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  @Test
  void classicDownloadCannotBeGoneOnWithSoItEnds() throws Exception {
    try (ClassicClient client = ClassicClient.connectWithSmallBuffer(server.address())) {
      client.ask("large", LARGE_BYTES);
      client.send("READY");
      byte[] beginning = client.receive(1000);

      CompletableFuture<Boolean> drained = drain();

      byte[] rest = client.receiveRest();
      assertThat(beginning.length + rest.length).isEqualTo(LARGE_BYTES);
      assertThat(drained.get()).isTrue();
    }
  }

  @Test
  void lastBlocksOfAClassicDownloadAreNotCutOff() throws Exception {
    // All of it has been handed to the network, and nobody has taken it.
    byte[] file = TestFiles.create(server.root().resolve("two blocks"), 2 * BLOCK_BYTES);
    try (ClassicClient client = ClassicClient.connectWithSmallBuffer(server.address())) {
      client.ask("two blocks", file.length);
      client.send("READY");
      byte[] beginning = client.receive(1);

      CompletableFuture<Boolean> drained = drain();
      Await.until("the listener is closed", () -> !canConnect());

      byte[] rest = client.receiveRest();
      assertThat(beginning.length + rest.length).isEqualTo(file.length);
      assertThat(drained.get()).isTrue();
    }
  }

  @Test
  void clientThatTakesNothingIsNotWaitedForForever() throws Exception {
    try (FramedClient client = server.slowFramedClient()) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.awaitBytes();

      assertThat(server.drain(300)).isFalse();
      server.stop();
      assertThat(server.events().awaitExchange().outcome()).isIn(Outcome.ABORTED, Outcome.FAILED);
    }
  }
}
