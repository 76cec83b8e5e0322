package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Cancel;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.store.ConfinedDirectory;
import io.ft.server.store.StoreOptions;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client does while the server waits for its disk. */
class SlowDiskTest {

  private static final int FILE_BYTES = 10_000;
  private static final int IDLE_MILLIS = 500;

  private Path root;
  private byte[] bytes;
  private GatedStore disk;
  private StoreServer server;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    root = temporary;
    bytes = TestFiles.create(root.resolve("file"), FILE_BYTES);
    disk = new GatedStore(ConfinedDirectory.open(root, StoreOptions.DEFAULT));
    server = StoreServer.start(root, disk);
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
    assertThat(OpenHandles.below(root)).isEmpty();
  }

  @Test
  void connectionGoesOnWhileAFileIsOpened() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(FramedClient.wholeFile(1, "file"));
      disk.awaitAsked();
      client.send(new Ping(1));
      assertThat(client.next()).isEqualTo(new Pong(1));

      disk.answer();

      assertThat(client.finish(1).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void readyThatComesBeforeTheAnswerIsKept() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "file"), new Ready(1, 5_000, Long.MAX_VALUE), new Ping(1));
      assertThat(client.next()).isEqualTo(new Pong(1));

      disk.answer();

      assertThat(client.finish(1).bytes()).isEqualTo(Arrays.copyOfRange(bytes, 5_000, FILE_BYTES));
    }
  }

  @Test
  void secondReadyBeforeTheAnswerFailsTheConnection() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "file"), new Ready(1, 0, 1), new Ready(1, 0, 1));

      assertMalformed(client);
      disk.answer();
    }
  }

  @Test
  void readyBesidesAnAdvanceThatTakesEffectFailsTheConnection() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(FramedClient.wholeFile(1, "file"), new Ready(1, 0, 1), new Ping(1));
      assertThat(client.next()).isEqualTo(new Pong(1));
      disk.answer();

      Object next = client.next();
      while (next instanceof Exists || next instanceof Block) {
        next = client.next();
      }
      assertThat(next)
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.id()).isEqualTo(Message.CONNECTION);
                assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED);
              });
    }
    assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
  }

  @Test
  void exchangeThatIsOpeningCanBeCancelled() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(FramedClient.wholeFile(1, "file"));
      disk.awaitAsked();
      client.send(new Cancel(1));
      client.finish(1).assertFailed(ErrorCode.CANCELLED);

      disk.answer();

      OpenHandles.awaitNone(root);
      assertThat(client.fetch(2, "file").bytes()).isEqualTo(bytes);
    }
    assertThat(server.events().awaitExchanges(2)).hasSize(2);
  }

  @Test
  void fileThatIsOpenedForAClientThatLeftIsClosed() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(FramedClient.wholeFile(1, "file"));
      disk.awaitAsked();
      Sockets.reset(client.socket());
      assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);

      disk.answer();

      OpenHandles.awaitNone(root);
      assertThat(server.events().remotes()).hasSize(1);
    }
  }

  @Test
  void clientThatWaitsForTheDiskIsNotIdle() throws Exception {
    server.close();
    disk = new GatedStore(ConfinedDirectory.open(root, StoreOptions.DEFAULT));
    server =
        StoreServer.start(
            TestServer.config(
                root, config -> config.timeouts(TestServer.timeouts(60_000, IDLE_MILLIS))),
            disk,
            Transport.best());
    try (FramedClient waiting = server.framedClient()) {
      waiting.send(FramedClient.wholeFile(1, "file"));
      disk.awaitAsked();
      // Two idle connections, one after the other, are closed meanwhile.
      for (int i = 0; i < 2; i++) {
        try (FramedClient idle = server.framedClient()) {
          assertThat(Sockets.drain(idle.socket())).isInstanceOf(Closed.class);
        }
      }

      disk.answer();

      assertThat(waiting.finish(1).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void byteBeforeTheAnswerClosesAClassicConnection() throws Exception {
    try (ClassicClient client = ClassicClient.connect(server.address())) {
      client.send("file");
      disk.awaitAsked();

      client.send("READY");

      assertThat(client.receive()).isEmpty();
      disk.answer();
    }
    assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
  }

  @Test
  void classicClientThatLeftIsNotAnswered() throws Exception {
    try (Socket client = Sockets.connect(server.address())) {
      client.getOutputStream().write('f');
      disk.awaitAsked();
    }
    assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
    disk.answer();
    OpenHandles.awaitNone(root);
  }

  private static void assertMalformed(FramedClient client) throws IOException {
    Failure failure = client.next(Failure.class);
    assertThat(failure.id()).isEqualTo(Message.CONNECTION);
    assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(client.next()).isInstanceOf(Closed.class);
  }
}
