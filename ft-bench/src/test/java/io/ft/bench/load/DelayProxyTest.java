package io.ft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DelayProxyTest {

  private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  @Test
  void passesBytesBothWays() throws IOException {
    byte[] bytes = TestServer.bytes(20_000_000);
    try (ScriptedServer server = ScriptedServer.start(DelayProxyTest::echo);
        DelayProxy proxy = proxy(server, DELAY_NANOS);
        Socket client = connect(proxy)) {
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.getOutputStream().write(bytes);
                  client.shutdownOutput();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              },
              task -> new Thread(task).start());

      assertThat(client.getInputStream().readAllBytes()).isEqualTo(bytes);
      sending.join();
    }
  }

  @Test
  void halfCloseLeavesOtherWayOpen() throws IOException {
    byte[] answer = TestServer.bytes(1_000);
    try (ScriptedServer server =
            ScriptedServer.start(
                socket -> {
                  ScriptedServer.awaitEnd(socket);
                  socket.getOutputStream().write(answer);
                });
        DelayProxy proxy = proxy(server, DELAY_NANOS);
        Socket client = connect(proxy)) {
      client.shutdownOutput();

      assertThat(client.getInputStream().readAllBytes()).isEqualTo(answer);
    }
  }

  @Test
  void serverMayCloseFirst() throws IOException {
    CompletableFuture<byte[]> received = new CompletableFuture<>();
    try (ScriptedServer server =
            ScriptedServer.start(
                socket -> {
                  socket.shutdownOutput();
                  received.complete(socket.getInputStream().readAllBytes());
                });
        DelayProxy proxy = proxy(server, DELAY_NANOS);
        Socket client = connect(proxy)) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      client.getOutputStream().write(new byte[] {1, 2, 3});
      client.shutdownOutput();

      assertThat(received.join()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void nothingComesEarly() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(DelayProxyTest::echo);
        DelayProxy proxy = proxy(server, DELAY_NANOS)) {
      long beforeNanos = System.nanoTime();
      try (Socket client = connect(proxy)) {
        roundTrip(client);
        // Connecting to a far server would have taken a round trip, too.
        assertThat(System.nanoTime() - beforeNanos).isGreaterThanOrEqualTo(4 * DELAY_NANOS);

        for (int i = 0; i < 5; i++) {
          beforeNanos = System.nanoTime();
          roundTrip(client);
          assertThat(System.nanoTime() - beforeNanos).isGreaterThanOrEqualTo(2 * DELAY_NANOS);
        }
      }
    }
  }

  @Test
  void endComesNoEarlier() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer::awaitEnd);
        DelayProxy proxy = proxy(server, DELAY_NANOS)) {
      long beforeNanos = System.nanoTime();
      try (Socket client = connect(proxy)) {
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(System.nanoTime() - beforeNanos).isGreaterThanOrEqualTo(4 * DELAY_NANOS);
      }
    }
  }

  @Test
  void resetIsPassedOn() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start(
                socket -> {
                  socket.getOutputStream().write(1);
                  socket.getInputStream().read();
                  socket.setSoLinger(true, 0);
                });
        DelayProxy proxy = proxy(server, DELAY_NANOS);
        Socket client = connect(proxy)) {
      assertThat(client.getInputStream().read()).isEqualTo(1);
      client.getOutputStream().write(2);

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void unreachableServerResetsClient() throws IOException {
    ScriptedServer server = ScriptedServer.start(socket -> {});
    InetSocketAddress address = server.address();
    server.close();
    try (DelayProxy proxy = DelayProxy.start(address, DELAY_NANOS, 0, 1);
        Socket client = connect(proxy)) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  /** The check for leaks looks whether the bytes on the way were released. */
  @Test
  void closingDropsWhatIsOnTheWay() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer::awaitEnd)) {
      DelayProxy proxy = proxy(server, TimeUnit.HOURS.toNanos(1));
      try (Socket client = connect(proxy)) {
        client.getOutputStream().write(TestServer.bytes(1_000_000));
        proxy.close();

        assertThatThrownBy(() -> client.getInputStream().read())
            .isInstanceOf(SocketException.class);
      }
    }
  }

  private static DelayProxy proxy(ScriptedServer server, long delayNanos) throws IOException {
    return DelayProxy.start(server.address(), delayNanos, 0, 1);
  }

  private static Socket connect(DelayProxy proxy) throws IOException {
    return new Socket(proxy.address().getAddress(), proxy.address().getPort());
  }

  private static void roundTrip(Socket client) throws IOException {
    client.getOutputStream().write(7);
    assertThat(client.getInputStream().read()).isEqualTo(7);
  }

  private static void echo(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    in.transferTo(out);
  }
}
