package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.codec.ErrorCode;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.security.TlsProvider;
import io.ft.server.testing.Await;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections with TLS that go wrong, and what the operator hears of them. */
class TlsFailureTest {

  private static final int SHORT_MILLIS = 300;

  private Path root;
  private Certificates certificates;

  @BeforeEach
  void makeCertificates(@TempDir Path served, @TempDir Path secrets) throws Exception {
    root = served;
    certificates = Certificates.in(secrets);
  }

  @AfterEach
  void nothingStaysOpen() throws IOException {
    OpenHandles.awaitNone(root);
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"JDK", "OPENSSL"})
  void garbageBehindTheFirstByteIsOneEvent(TlsProvider provider) throws Exception {
    try (CapturedLog log = CapturedLog.of("io.ft.server");
        TestServer server = start(provider);
        Socket client = Sockets.connect(server.address())) {
      client
          .getOutputStream()
          .write("\u0016 this is no TLS at all".getBytes(StandardCharsets.US_ASCII));
      assertThat(Sockets.drain(client)).isInstanceOf(Closed.class);

      assertThat(server.events().awaitFailedConnection()).startsWith("TLS handshake: ");
      assertOneEvent(server);
      assertThat(log.events()).allMatch(event -> event.getThrowableProxy() == null);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 6, 100})
  void handshakeThatIsCutIsOneEvent(int length) throws Exception {
    byte[] clientHello = clientHello();
    try (TestServer server = start(TlsProvider.AUTO);
        Socket client = Sockets.connect(server.address())) {
      client.getOutputStream().write(clientHello, 0, length);
      client.shutdownOutput();
      Sockets.drain(client);

      assertThat(server.events().awaitFailedConnection())
          .isEqualTo("TLS handshake: the client left");
      assertOneEvent(server);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100, 10_000})
  void handshakeThatStopsMissesTheDeadline(int length) throws Exception {
    byte[] clientHello = clientHello();
    try (TestServer server = startWithShortHandshake();
        Socket client = Sockets.connect(server.address())) {
      client.getOutputStream().write(clientHello, 0, Math.min(length, clientHello.length));
      assertThat(Sockets.drain(client)).isInstanceOf(Closed.class);

      assertThat(server.events().awaitFailedConnection()).contains("300 ms");
      assertOneEvent(server);
    }
  }

  @Test
  void deadlineHoldsForTheGreetingInsideAsWell() throws Exception {
    try (TestServer server = startWithShortHandshake();
        Socket client = certificates.connect(server.address())) {
      assertThat(Sockets.drain(client)).isInstanceOf(Closed.class);

      assertThat(server.events().awaitFailedConnection()).contains("300 ms");
      assertOneEvent(server);
    }
  }

  @Test
  void clientThatDoesNotTrustTheServerIsOneEvent(@TempDir Path others) throws Exception {
    Certificates stranger = Certificates.in(others);
    try (TestServer server = start(TlsProvider.JDK)) {
      assertThatExceptionOfType(SSLException.class)
          .isThrownBy(() -> stranger.connect(server.address()));
      assertThat(server.events().awaitFailedConnection()).contains("TLS").contains("certificate");
      assertOneEvent(server);
    }
  }

  @Test
  void tlsInsideOfTlsIsRefused() throws Exception {
    try (TestServer server = start(TlsProvider.AUTO);
        Socket client = certificates.connect(server.address())) {
      client.getOutputStream().write(clientHello());
      assertThat(Sockets.drain(client)).isEqualTo(Closed.ORDERLY);

      assertThat(server.events().awaitFailedConnection()).isEqualTo("TLS inside of TLS");
      assertOneEvent(server);
    }
  }

  @Test
  void tlsIsRefusedWhereItIsNotOffered() throws Exception {
    try (TestServer server = TestServer.start(root);
        Socket client = Sockets.connect(server.address())) {
      client.getOutputStream().write(clientHello());
      assertThat(Sockets.drain(client)).isInstanceOf(Closed.class);
      assertThat(server.events().awaitFailedConnection()).isEqualTo("TLS is not offered");
    }
  }

  /** OpenSSL tells of it only when it is asked to do something else. */
  @Test
  void brokenRecordEndsTheExchange() throws Exception {
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    try (TestServer server = start(TlsProvider.JDK);
        Socket plain = Sockets.connectWithSmallBuffer(server.address())) {
      SSLSocket tls = Certificates.over(plain, certificates.clientContext(null));
      FramedClient client = Certificates.greeted(tls);
      client.send(FramedClient.wholeFile(1, "large"));
      client.awaitBytes();
      plain.getOutputStream().write(new byte[] {23, 3, 3, 0, 40});
      plain.getOutputStream().write(new byte[40]);

      ExchangeReport report = server.events().awaitExchange();
      assertThat(report.outcome()).isEqualTo(Outcome.ABORTED);
      assertThat(report.detail()).startsWith("TLS: ");
    }
  }

  @Test
  void clientThatVanishesLeavesNothingBehind() throws Exception {
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    try (TestServer server = start(TlsProvider.AUTO)) {
      for (int i = 1; i <= 20; i++) {
        Socket plain = Sockets.connectWithSmallBuffer(server.address());
        FramedClient client =
            Certificates.greeted(Certificates.over(plain, certificates.clientContext(null)));
        client.send(FramedClient.wholeFile(1, "large"));
        client.awaitBytes();
        Sockets.reset(plain);
        client.close();

        ExchangeReport report = server.events().awaitExchanges(i).get(i - 1);
        assertThat(report.outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(report.bytesSent()).isLessThan(Sockets.MORE_THAN_BUFFERS_BYTES);
      }
      OpenHandles.awaitNone(root);
    }
  }

  @Test
  void serverThatEndsWhileItSendsLeavesNothingBehind() throws Exception {
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    try (TestServer server = start(TlsProvider.AUTO);
        FramedClient client =
            Certificates.greeted(certificates.connectWithSmallBuffer(server.address()))) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.awaitBytes();
      server.stop();
      assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
    }
  }

  /** An orderly end would make the original client wait for ever. */
  @Test
  void classicFileThatShrinksIsResetWithoutAnEndOfTls() throws Exception {
    Path file = root.resolve("large");
    TestFiles.create(file, Sockets.MORE_THAN_BUFFERS_BYTES);
    try (TestServer server = start(TlsProvider.AUTO);
        ClassicClient client =
            ClassicClient.over(certificates.connectWithSmallBuffer(server.address()))) {
      client.ask("large", Sockets.MORE_THAN_BUFFERS_BYTES);
      client.send("READY");
      client.receive(1_000);
      shorten(file);

      assertThat(Sockets.drain(client.socket())).isEqualTo(Closed.RESET);
      assertThat(server.events().awaitExchange().outcome()).isNotEqualTo(Outcome.SENT);
    }
  }

  @Test
  void framedFileThatShrinksIsNotTaken() throws Exception {
    Path file = root.resolve("large");
    TestFiles.create(file, Sockets.MORE_THAN_BUFFERS_BYTES);
    try (TestServer server = start(TlsProvider.AUTO);
        FramedClient client =
            Certificates.greeted(certificates.connectWithSmallBuffer(server.address()))) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.awaitBytes();
      shorten(file);

      Transfer transfer = client.finish(1);
      if (!(transfer.end() instanceof Closed)) {
        transfer.assertFailed(ErrorCode.CHANGED);
      }
      assertThat(server.events().awaitExchange().outcome()).isNotEqualTo(Outcome.SENT);
    }
  }

  /** One that reads all the time, but slowly, is no slow one in the sense of the limit. */
  @Test
  void slowClientThatTakesEnoughIsNotSentAway() throws Exception {
    int size = 3_000_000;
    byte[] bytes = TestFiles.create(root.resolve("file"), size);
    try (TestServer server =
            start(
                settings ->
                    settings
                        .blockSizeBytes(8 * 1024 * 1024)
                        .timeouts(new ServerTimeouts(60_000, 60_000, 500, 20_000)));
        FramedClient client =
            Certificates.greeted(certificates.connectWithSmallBuffer(server.address()))) {
      client.send(FramedClient.wholeFile(1, "file"));
      client.pauseBetweenReads(10_000_000);
      assertThat(client.finish(1).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void clientThatTakesTooLittleIsSentAway() throws Exception {
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
    try (TestServer server =
            start(settings -> settings.timeouts(new ServerTimeouts(60_000, 60_000, 500, 20_000)));
        FramedClient client =
            Certificates.greeted(certificates.connectWithSmallBuffer(server.address()))) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.awaitBytes();

      ExchangeReport report = server.events().awaitExchange();
      assertThat(report.outcome()).isEqualTo(Outcome.ABORTED);
      assertThat(report.detail()).contains("bytes a second");
      Await.until("the connection is gone", () -> server.stats().connections() == 0);
    }
  }

  private static void shorten(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(10);
    }
  }

  /** What a client of the JDK sends first. */
  private byte[] clientHello() throws Exception {
    try (ServerSocket listener = new ServerSocket(0)) {
      Socket plain = new Socket(listener.getInetAddress(), listener.getLocalPort());
      Thread client =
          new Thread(
              () -> {
                try {
                  Certificates.over(plain, certificates.clientContext(null));
                } catch (Exception e) {
                  // nobody answers it
                }
              });
      try (Socket accepted = listener.accept()) {
        client.start();
        byte[] buffer = new byte[4_096];
        int length = accepted.getInputStream().read(buffer);
        return Arrays.copyOf(buffer, length);
      } finally {
        client.join();
      }
    }
  }

  /** No more than the one that has come. */
  private static void assertOneEvent(TestServer server) throws IOException {
    Await.until("the connection is gone", () -> server.stats().connections() == 0);
    server.stop();
    assertThat(server.events().failedConnections()).hasSize(1);
    assertThat(server.events().exchanges()).isEmpty();
  }

  private TestServer startWithShortHandshake() throws IOException {
    return start(settings -> settings.timeouts(TestServer.timeouts(SHORT_MILLIS, 600_000)));
  }

  private TestServer start(TlsProvider provider) throws IOException {
    return start(
        settings ->
            settings.security(
                certificates.security().withTls(certificates.config().withProvider(provider))));
  }

  private TestServer start(UnaryOperator<ServerConfig.Builder> settings) throws IOException {
    return TestServer.start(
        root, builder -> settings.apply(builder.security(certificates.security())));
  }
}
