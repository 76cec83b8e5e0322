package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Cancel;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.FileRequest.Advance;
import io.ft.codec.Hello;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.server.ExchangeReport.Kind;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client must not say, and what it is told then. */
class ProtocolErrorsTest {

  private byte[] bytes;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path root) throws IOException {
    bytes = TestFiles.create(root.resolve("file"), 100);
    server = TestServer.start(root);
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 6, 1})
  void idsMustAscend(int id) throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.fetch(7, "file");

      client.send(new FileRequest(id, "file"));

      assertConnectionFails(client, ErrorCode.MALFORMED);
    }
    assertThat(server.events().awaitFailedConnection()).contains("id");
    server.stop();
    assertThat(server.events().exchanges()).hasSize(1);
    assertThat(server.events().failedConnections()).hasSize(1);
  }

  @Test
  void listingsShareTheIds() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.fetch(7, "file");

      client.send(new ListRequest(7, "", false));

      assertConnectionFails(client, ErrorCode.MALFORMED);
    }
  }

  @Test
  void readyNeedsAnExchange() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new Ready(1, 0, 1));

      assertConnectionFails(client, ErrorCode.MALFORMED);
    }
  }

  @Test
  void cancelNeedsAnExchange() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.fetch(7, "file");

      client.send(new Cancel(8));

      assertConnectionFails(client, ErrorCode.MALFORMED);
    }
  }

  @Test
  void readyMustNotFollowAnAdvanceThatTookEffect() throws Exception {
    try (FramedClient client = server.slowFramedClient()) {
      TestFiles.create(server.root().resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
      client.send(FramedClient.wholeFile(1, "large"));
      client.next(Exists.class);
      client.next(Block.class);

      client.send(new Ready(1, 0, 1));

      Transfer transfer = client.finish(1);
      assertThat(transfer.end())
          .isInstanceOfSatisfying(
              Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED));
    }
    assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
  }

  @Test
  void listingThatWasNotNegotiatedIsRefused() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new ListRequest(1, "", false));

      client.finish(1).assertFailed(ErrorCode.UNSUPPORTED);
      assertThat(client.fetch(2, "file").bytes()).isEqualTo(bytes);
    }
    assertThat(server.events().awaitExchange().kind()).isEqualTo(Kind.LISTING);
  }

  @Test
  void digestThatWasNotNegotiatedIsRefused() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      client.greet(new Hello(Set.of(Feature.LIST), 8, 1024 * 1024, "test"));
      client.send(new FileRequest(1, "file", Tag.NONE, true, Advance.wholeFileUpTo(1000)));

      client.finish(1).assertFailed(ErrorCode.UNSUPPORTED);
      assertThat(client.fetch(2, "file").bytes()).isEqualTo(bytes);
    }
    assertThat(server.events().awaitExchange().code()).isEqualTo(ErrorCode.UNSUPPORTED);
  }

  @Test
  void versionMustBeOneThatTheServerSpeaks() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      client.send(new Hello(2, 9, Set.of(), 8, 1024 * 1024, "", "from the future"));

      client.next(Hello.class);
      assertConnectionFails(client, ErrorCode.UNSUPPORTED_VERSION);
    }
    assertThat(server.events().awaitFailedConnection()).contains("2 to 9");
  }

  @Test
  void garbageBehindTheGreetingIsToldAndCloses() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.sendBytes("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertConnectionFails(client, ErrorCode.CHECKSUM);
    }
    server.events().awaitFailedConnection();
  }

  @Test
  void damagedFrameIsToldAndCloses() throws Exception {
    try (FramedClient client = server.framedClient()) {
      byte[] frame = FramedClient.encode(new FileRequest(1, "file"));
      frame[frame.length - 6] ^= 1;
      client.sendBytes(frame);

      assertConnectionFails(client, ErrorCode.CHECKSUM);
    }
  }

  @Test
  void requestBeforeTheGreetingIsToldAndCloses() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      client.sendBytes(new byte[] {0, 'f', 't', 1});
      client.send(new FileRequest(1, "file"));

      client.next(Hello.class);
      assertConnectionFails(client, ErrorCode.MALFORMED);
    }
  }

  @Test
  void otherPrefaceCloses() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      client.sendBytes(new byte[] {0, 'f', 't', 2, 0, 0, 0, 0});

      assertThat(Sockets.drain(client.socket())).isInstanceOf(Closed.class);
    }
    server.events().awaitFailedConnection();
  }

  @Test
  void clientThatGivesUpIsNotAnswered() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new Failure(Message.CONNECTION, ErrorCode.INTERNAL, "out of\nmemory"));

      assertThat(client.next()).isInstanceOf(Closed.class);
    }
    assertThat(server.events().awaitFailedConnection()).contains("INTERNAL");
  }

  @Test
  void failureOfAnExchangeIsForServersOnly() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.fetch(1, "file");

      client.send(new Failure(1, ErrorCode.INTERNAL, "no"));

      assertConnectionFails(client, ErrorCode.MALFORMED);
    }
  }

  @Test
  void nothingIsAnsweredBehindTheFailureOfTheConnection() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(2, "file"), new FileRequest(1, "file"), new Ping(1), new Ping(2));

      Object next = client.next();
      while (!(next instanceof Failure)) {
        assertThat(next).isInstanceOf(Exists.class);
        next = client.next();
      }
      assertThat(client.next()).isInstanceOf(Closed.class);
    }
  }

  @Test
  void nothingIsAnsweredBehindAVersionThatTheServerDoesNotSpeak() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      client.send(new Hello(2, 9, Set.of(), 8, 1024 * 1024, "", "from the future"), new Ping(1));

      client.next(Hello.class);
      assertConnectionFails(client, ErrorCode.UNSUPPORTED_VERSION);
    }
  }

  @Test
  void failureReachesAClientThatIsStillSending() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new Ready(1, 0, 1));
      for (int i = 0; i < 1_000; i++) {
        try {
          client.sendBytes(new byte[10_000]);
        } catch (SocketException e) {
          break;
        }
      }

      assertConnectionFails(client, ErrorCode.MALFORMED);
    }
  }

  private static void assertConnectionFails(FramedClient client, ErrorCode code)
      throws IOException {
    Failure failure = client.next(Failure.class);
    assertThat(failure.id()).isEqualTo(Message.CONNECTION);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(client.next()).isInstanceOf(Closed.class);
  }
}
