package io.ft.server;

import static io.ft.server.Sockets.MORE_THAN_BUFFERS_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.classic.ClassicTiming;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.testing.Await;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that keep a server waiting. */
class DeadlinesTest {

  private static final int SHORT_MILLIS = 300;
  private static final int NEVER_MILLIS = 600_000;

  private static final byte[] HELLO = FramedClient.encode(FramedClient.HELLO);

  private Path root;

  @BeforeEach
  void createFile(@TempDir Path temporary) throws IOException {
    root = temporary;
    TestFiles.create(root.resolve("file"), 100);
  }

  @AfterEach
  void nothingStaysOpen() throws IOException {
    OpenHandles.awaitNone(root);
  }

  @Test
  void clientThatSaysNothingIsClosed() throws Exception {
    try (TestServer server = start(SHORT_MILLIS, NEVER_MILLIS);
        Socket client = Sockets.connect(server.address())) {
      assertThat(client.getInputStream().read()).isNegative();
      assertThat(server.events().awaitFailedConnection()).contains("300 ms");
      server.stop();
      assertThat(server.events().exchanges()).isEmpty();
      assertThat(server.events().failedConnections()).hasSize(1);
    }
  }

  @Test
  void clientThatStopsInItsGreetingIsTold() throws Exception {
    try (TestServer server = start(SHORT_MILLIS, NEVER_MILLIS);
        FramedClient client = connect(server, Arrays.copyOf(HELLO, HELLO.length - 1))) {
      client.next(Hello.class);
      assertTimeout(client);
      assertThat(server.events().awaitFailedConnection()).isNotEmpty();
    }
  }

  @Test
  void bytesNowAndThenDoNotProlongAGreeting() throws Exception {
    try (TestServer server = start(SHORT_MILLIS, NEVER_MILLIS);
        FramedClient client = FramedClient.connect(server.address())) {
      // A frame whose end is far away: every byte is right.
      byte[] greeting = FramedClient.encode(new Hello(Set.of(), 8, 4096, "x".repeat(255)));
      assertThat(trickle(client.socket(), greeting)).isLessThan(greeting.length);
      server.events().awaitFailedConnection();
    }
  }

  @Test
  void bytesNowAndThenDoNotProlongAName() throws Exception {
    // No pause of this test, on a busy machine, is the end of the name.
    ClassicTiming timing = new ClassicTiming(NEVER_MILLIS, 1);
    try (TestServer server =
            TestServer.start(
                root,
                settings ->
                    settings
                        .classicTiming(timing)
                        .timeouts(TestServer.timeouts(SHORT_MILLIS, NEVER_MILLIS)));
        Socket client = Sockets.connect(server.address())) {
      byte[] name = new byte[1000];
      Arrays.fill(name, (byte) 'x');
      assertThat(trickle(client, name)).isLessThan(name.length);
      server.events().awaitFailedConnection();
      assertThat(server.events().exchanges()).isEmpty();
    }
  }

  @Test
  void handshakeDeadlineEndsWithTheGreeting() throws Exception {
    try (TestServer server = start(SHORT_MILLIS, NEVER_MILLIS);
        FramedClient client = connect(server, HELLO);
        Socket silent = Sockets.connect(server.address())) {
      client.next(Hello.class);
      // Its deadline began later, so the one of the client has passed too.
      Sockets.drain(silent);

      assertThat(client.fetch(1, "file").bytes()).hasSize(100);
    }
  }

  @Test
  void clientThatIsSilentForTooLongIsTold() throws Exception {
    try (TestServer server = start(NEVER_MILLIS, SHORT_MILLIS);
        FramedClient client =
            connect(server, FramedClient.encode(FramedClient.HELLO, new FileRequest(1, "file")))) {
      client.next(Hello.class);
      client.next(Exists.class);

      assertTimeout(client);

      assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
      server.stop();
      assertThat(server.events().exchanges()).hasSize(1);
      assertThat(server.events().failedConnections()).isEmpty();
    }
  }

  @Test
  void idleConnectionWithoutAnExchangeIsTold() throws Exception {
    try (TestServer server = start(NEVER_MILLIS, SHORT_MILLIS);
        FramedClient client = connect(server, HELLO)) {
      client.next(Hello.class);
      assertTimeout(client);

      assertThat(server.events().awaitFailedConnection()).contains("300 ms");
    }
  }

  @Test
  void classicClientThatDoesNotAnswerIsClosed() throws Exception {
    try (TestServer server = start(NEVER_MILLIS, SHORT_MILLIS);
        ClassicClient client = server.classicClient()) {
      client.ask("file", 100);

      assertThat(Sockets.drain(client.socket())).isInstanceOf(Closed.class);
      assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
    }
  }

  @Test
  void clientThatAsksAndDoesNotReadIsClosed() throws Exception {
    TestFiles.create(root.resolve("large"), MORE_THAN_BUFFERS_BYTES);
    try (TestServer server = start(NEVER_MILLIS, SHORT_MILLIS);
        FramedClient client = connect(server, askForLargeFile())) {
      client.awaitBytes();

      ExchangeReport report = server.events().awaitExchange();

      assertThat(report.outcome()).isEqualTo(Outcome.ABORTED);
      assertThat(report.bytesSent()).isLessThan(MORE_THAN_BUFFERS_BYTES);
      OpenHandles.awaitNone(root);
    }
  }

  @Test
  void clientThatAsksOnAndOnAndDoesNotReadIsNoLongerReadAndThenClosed() throws Exception {
    TestFiles.create(root.resolve("large"), MORE_THAN_BUFFERS_BYTES);
    try (TestServer server = start(NEVER_MILLIS, SHORT_MILLIS);
        FramedClient client = connect(server, askForLargeFile())) {
      // The answers pile up behind the file.
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(
              () -> {
                int sent = 0;
                for (int id = 2; sent < MORE_THAN_BUFFERS_BYTES; id++) {
                  client.send(new ListRequest(id, "x".repeat(1_000), false));
                  sent += 1_000;
                }
              });
      Await.until(
          "the download has ended early",
          () ->
              server.events().exchanges().stream()
                  .filter(report -> report.path().equals("large"))
                  .anyMatch(report -> report.outcome() == Outcome.ABORTED));
    }
  }

  private static byte[] askForLargeFile() {
    return FramedClient.encode(FramedClient.HELLO, FramedClient.wholeFile(1, "large"));
  }

  /** A client that does not read, and has sent all of {@code flight} before any deadline. */
  private static FramedClient connect(TestServer server, byte[] flight) throws IOException {
    FramedClient client = FramedClient.connectWithSmallBuffer(server.address());
    client.sendBytes(flight);
    return client;
  }

  private TestServer start(long handshakeMillis, long idleMillis) throws IOException {
    return TestServer.start(
        root, settings -> settings.timeouts(TestServer.timeouts(handshakeMillis, idleMillis)));
  }

  /**
   * Sends byte after byte, each a moment after the one before.
   *
   * @return how many it could send before the server closed
   */
  private static int trickle(Socket socket, byte[] bytes) throws IOException {
    socket.setSoTimeout(5);
    int sent = 0;
    try {
      for (byte b : bytes) {
        socket.getOutputStream().write(b);
        sent++;
        try {
          while (socket.getInputStream().read() >= 0) {
            // the server's greeting
          }
          return sent;
        } catch (SocketTimeoutException e) {
          // still open
        }
      }
    } catch (SocketException e) {
      // reset
    }
    return sent;
  }

  private static void assertTimeout(FramedClient client) throws IOException {
    Failure failure = client.next(Failure.class);
    assertThat(failure.id()).isEqualTo(Message.CONNECTION);
    assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(client.next()).isInstanceOf(Closed.class);
  }
}
