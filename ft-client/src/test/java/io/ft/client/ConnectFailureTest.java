package io.ft.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Configs;
import io.ft.client.testing.Downloads;
import io.ft.client.testing.Faults;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.ServedFolder;
import io.ft.client.testing.TestFiles;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Ping;
import io.ft.codec.framed.FramedServerCodec;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that are not there, and peers that are something else. */
class ConnectFailureTest {

  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @ParameterizedTest
  @EnumSource
  void portWhereNobodyListensCannotBeConnectedTo(Dialect dialect) throws Exception {
    TransferException failure = failure(new RemoteFile("127.0.0.1", freePort(), "f"), dialect);

    assertThat(failure.error()).isEqualTo(TransferError.CANNOT_CONNECT);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure).hasMessageMatching("cannot connect to 127\\.0\\.0\\.1:\\d+: [^/]+");
  }

  @ParameterizedTest
  @EnumSource
  void hostWithoutAnAddressIsNotResolved(Dialect dialect) throws Exception {
    TransferException failure = failure(new RemoteFile("no-such-host.invalid", 1, "f"), dialect);

    assertThat(failure.error()).isEqualTo(TransferError.HOST_NOT_RESOLVED);
    assertThat(failure).hasMessage("no address for host no-such-host.invalid");
  }

  @Test
  void hostThatDoesNotAnswerTimesOut() throws Exception {
    try (FullServer server = new FullServer();
        FileClient client = FileClient.create(Configs.connectTimeoutMillis(200))) {
      RemoteFile source = new RemoteFile("127.0.0.1", server.port(), "f");

      TransferException failure =
          Downloads.failure(
              client.start(
                  new DownloadRequest(source, Target.file(folder.resolve("copy"))),
                  TransferListener.NONE));

      assertThat(failure.error()).isEqualTo(TransferError.TIMED_OUT);
      assertThat(failure).hasMessageContaining("connecting to 127.0.0.1:");
    }
  }

  @ParameterizedTest
  @EnumSource
  void silentServerTimesOut(Dialect dialect) throws Exception {
    TransferException failure =
        Faults.failure(
            folder,
            ScriptedServer.start(ScriptedServer::untilClosed),
            dialect,
            Configs.handshakeTimeoutMillis(200));

    assertThat(failure.error()).isEqualTo(TransferError.TIMED_OUT);
    assertThat(failure).hasMessage("the server did not answer within 200 ms");
  }

  @Test
  void byteNowAndThenDoesNotProlongTheGreeting() throws Exception {
    ScriptedServer server =
        ScriptedServer.start(
            socket -> {
              byte[] preface = {0x00, 0x66, 0x74, 0x01, 0x01, 0x00, 0x00, 0x15, 0x00, 0x00};
              for (byte each : preface) {
                socket.getOutputStream().write(each);
                Thread.sleep(60); // the pace of the server, and nothing that the test waits for
              }
              ScriptedServer.untilClosed(socket);
            });

    TransferException failure =
        Faults.failure(folder, server, Dialect.FRAMED, Configs.handshakeTimeoutMillis(300));

    assertThat(failure).hasMessage("the server did not answer within 300 ms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "220 ftp ready\r\n",
        "\u0015\u0003\u0001\u0000\u0002\u0002\u0016",
        "\u0000",
        "\u0000ft\u0002"
      })
  void peerThatSpeaksSomethingElseIsAProtocolError(String greeting) throws Exception {
    byte[] bytes = greeting.getBytes(ISO_8859_1);
    // A single right byte of a preface is no garbage yet: the next one is.
    byte[] wrong = bytes.length == 1 ? new byte[] {0, 0} : bytes;

    TransferException framed = Faults.failure(folder, ScriptedServer.saying(wrong));
    TransferException classic =
        Faults.failure(folder, ScriptedServer.saying(wrong), Dialect.CLASSIC, ClientConfig.DEFAULT);

    assertThat(framed.error()).isEqualTo(TransferError.PROTOCOL);
    assertThat(framed).hasMessage("the peer does not speak the framed dialect of ft");
    assertThat(classic.error()).isEqualTo(TransferError.PROTOCOL);
    assertThat(classic).hasMessage("the peer does not speak the classic dialect");
  }

  @Test
  void peerThatSpeaksSomethingElseIsToldNothing() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ScriptedServer server =
        ScriptedServer.start(
            socket -> {
              socket.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(ISO_8859_1));
              socket.getInputStream().transferTo(said);
            });

    Faults.failure(folder, server);

    EmbeddedChannel codec = new EmbeddedChannel(new FramedServerCodec());
    codec.writeInbound(Unpooled.wrappedBuffer(said.toByteArray()));
    assertThat(codec.inboundMessages())
        .allSatisfy(message -> assertThat(message).isNotInstanceOf(Failure.class))
        .hasAtLeastOneElementOfType(Hello.class);
    codec.finishAndReleaseAll();
  }

  @Test
  void framedClientOfAClassicServerIsAProtocolError() throws Exception {
    assertThat(Faults.failure(folder, ScriptedServer.saying("NOT_EXISTS".getBytes(ISO_8859_1))))
        .hasMessage("the peer does not speak the framed dialect of ft");
  }

  @ParameterizedTest
  @EnumSource
  void serverThatClosesAtOnceEndsEarly(Dialect dialect) throws Exception {
    TransferException failure =
        Faults.failure(folder, ScriptedServer.start(socket -> {}), dialect, ClientConfig.DEFAULT);

    assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
    assertThat(failure.retryable()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void serverThatResetsEndsEarly(Dialect dialect) throws Exception {
    ScriptedServer server =
        ScriptedServer.start(
            socket -> {
              assertThat(socket.getInputStream().read()).isNotNegative();
              socket.setOption(StandardSocketOptions.SO_LINGER, 0);
              socket.close();
            });

    assertThat(Faults.failure(folder, server, dialect, ClientConfig.DEFAULT).error())
        .isEqualTo(TransferError.ENDED_EARLY);
  }

  @Test
  void serverThatGreetsAndClosesEndsEarly() throws Exception {
    assertThat(
            Faults.failure(folder, ScriptedServer.framed(client -> client.socket().close()))
                .error())
        .isEqualTo(TransferError.ENDED_EARLY);
  }

  @Test
  void serverThatGreetsAndFallsSilentTimesOut() throws Exception {
    TransferException failure =
        Faults.failure(
            folder,
            ScriptedServer.framed(FramedPeer::untilClosed),
            Dialect.FRAMED,
            Configs.stallTimeoutMillis(200));

    assertThat(failure.error()).isEqualTo(TransferError.TIMED_OUT);
    assertThat(failure).hasMessage("no answer to the request for 200 ms");
  }

  @Test
  void serverThatFallsSilentInABlockHasStalled() throws Exception {
    byte[] content = TestFiles.content(3 * FramedPeer.BLOCK_BYTES);
    ScriptedServer server =
        ScriptedServer.framed(
            client -> {
              int id = client.receive(FileRequest.class).id();
              client.send(FramedPeer.exists(id, content.length));
              client.sendBlocks(id, content, 0, 1);
              client.untilClosed();
            });

    TransferException failure =
        Faults.failure(folder, server, Dialect.FRAMED, Configs.stallTimeoutMillis(200));

    assertThat(failure.error()).isEqualTo(TransferError.STALLED);
    assertThat(failure.verifiedBytes()).isEqualTo(FramedPeer.BLOCK_BYTES);
  }

  @Test
  void serverThatOnlyPingsTimesOut() throws Exception {
    ScriptedServer server =
        ScriptedServer.framed(
            client -> {
              client.receive(FileRequest.class);
              while (true) {
                client.send(new Ping(1));
                Thread.sleep(50); // the pace of the server, and nothing that the test waits for
              }
            });

    TransferException failure =
        Faults.failure(folder, server, Dialect.FRAMED, Configs.stallTimeoutMillis(300));

    assertThat(failure.error()).isEqualTo(TransferError.TIMED_OUT);
  }

  @Test
  void nextDownloadTriesToConnectAgain() throws Exception {
    try (FileClient client = FileClient.create()) {
      int port = freePort();
      DownloadRequest request =
          new DownloadRequest(
              new RemoteFile("127.0.0.1", port, "source"), Target.file(folder.resolve("copy")));
      assertThat(Downloads.failure(client.start(request, TransferListener.NONE)).error())
          .isEqualTo(TransferError.CANNOT_CONNECT);

      try (ServedFolder served = ServedFolder.start(folder.resolve("served"), port)) {
        assertThat(served.file("source", 10)).isEqualTo(request.source());

        Downloads.success(client.start(request, TransferListener.NONE));
      }
    }
  }

  private TransferException failure(RemoteFile source, Dialect dialect)
      throws InterruptedException {
    try (FileClient client = FileClient.create()) {
      DownloadRequest request =
          new DownloadRequest(source, Target.file(folder.resolve("copy")), dialect);
      TransferException failure = Downloads.failure(client.start(request, TransferListener.NONE));
      assertThat(TestFiles.names(folder)).isEmpty();
      return failure;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Accepts nobody and has a full queue, so that the next client hears nothing. */
  private static final class FullServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<SocketChannel> waiting = new ArrayList<>();

    FullServer() throws IOException {
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(listener.getLocalSocketAddress());
        waiting.add(channel);
      }
    }

    int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
      listener.close();
    }
  }
}
