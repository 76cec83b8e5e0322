package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Busy;
import io.ft.codec.Hello;
import io.ft.server.ServerEvents.Refusal;
import io.ft.server.Sockets.Closed;
import io.ft.server.security.AccessRules;
import io.ft.server.security.AddressRange;
import io.ft.server.security.ServerSecurity;
import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a proxy says of its client, and who is believed. */
class ProxyHeaderTest {

  private static final String OF_CLIENT = "PROXY TCP4 203.0.113.7 192.0.2.1 4711 443\r\n";
  private static final ServerSecurity BEHIND_PROXY = behind("127.0.0.1");

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int TCP4 = 0x11;
  private static final int UDP4 = 0x12;
  private static final int TCP6 = 0x21;
  private static final int UNIX = 0x31;

  private Path root;

  @BeforeEach
  void createFile(@TempDir Path temporary) throws IOException {
    root = temporary;
    TestFiles.create(root.resolve("file"), 100);
  }

  static Stream<Arguments> headers() {
    byte[] ip4 = {(byte) 203, 0, 113, 7, (byte) 192, 0, 2, 1, 0x12, 0x67, 1, (byte) 187};
    byte[] ip6 = new byte[36];
    ip6[0] = 0x20;
    ip6[1] = 1;
    ip6[15] = 7;
    ip6[32] = 0x12;
    ip6[33] = 0x67;
    byte[] mapped = new byte[36];
    System.arraycopy(new byte[] {-1, -1, (byte) 203, 0, 113, 7}, 0, mapped, 10, 6);
    mapped[32] = 0x12;
    mapped[33] = 0x67;
    return Stream.of(
        Arguments.of("203.0.113.7", ascii(OF_CLIENT)),
        Arguments.of("2001::7", ascii("PROXY TCP6 2001::7 2001::1 4711 443\r\n")),
        Arguments.of("203.0.113.7", ascii("PROXY TCP6 ::ffff:203.0.113.7 2001::1 4711 443\r\n")),
        Arguments.of("127.0.0.1", ascii("PROXY UNKNOWN\r\n")),
        Arguments.of("127.0.0.1", ascii("PROXY UNKNOWN 203.0.113.7 192.0.2.1 4711 443\r\n")),
        Arguments.of("203.0.113.7", binary(PROXY, TCP4, ip4)),
        Arguments.of("203.0.113.7", binary(PROXY, TCP4, join(ip4, extension(2_000)))),
        Arguments.of("2001::7", binary(PROXY, TCP6, ip6)),
        Arguments.of("203.0.113.7", binary(PROXY, TCP6, mapped)),
        Arguments.of("127.0.0.1", binary(PROXY, 0, new byte[0])),
        Arguments.of("127.0.0.1", binary(LOCAL, 0, new byte[0])),
        Arguments.of("127.0.0.1", binary(LOCAL, TCP4, ip4)));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void clientIsTheOneThatTheProxyNames(String address, byte[] header) throws Exception {
    try (TestServer server = start(BEHIND_PROXY);
        FramedClient client = FramedClient.connect(server.address())) {
      client.sendBytes(header);
      client.greet(FramedClient.HELLO);
      assertThat(client.fetch(1, "file").bytes()).hasSize(100);

      assertRemote(server, address);
    }
  }

  @ParameterizedTest
  @MethodSource("headers")
  void headerMayComeInPieces(String address, byte[] header) throws Exception {
    byte[] all = join(header, FramedClient.encode(FramedClient.HELLO));
    try (TestServer server = start(BEHIND_PROXY)) {
      for (int cut = 1; cut < Math.min(header.length, 60) + 2; cut++) {
        try (FramedClient client = FramedClient.connect(server.address())) {
          OutputStream out = client.socket().getOutputStream();
          out.write(all, 0, cut);
          Await.until("the first piece was sent", () -> server.stats().connections() > 0);
          out.write(all, cut, all.length - cut);
          client.next(Hello.class);
        }
      }
      try (FramedClient client = FramedClient.connect(server.address())) {
        for (byte each : all) {
          client.sendBytes(new byte[] {each});
        }
        client.next(Hello.class);
        client.fetch(1, "file");
        assertRemote(server, address);
      }
    }
  }

  static Stream<Arguments> wrongHeaders() {
    byte[] path = new byte[216];
    path[0] = '/';
    return Stream.of(
        Arguments.of("PROXY header: ", ascii("GET / HTTP/1.0\r\n\r\n")),
        Arguments.of("PROXY header: ", ascii("PROXY TCP4 a b c d\r\n")),
        Arguments.of("PROXY header: ", ascii("PROXY TCP4 203.0.113.7 192.0.2.1 99999 443\r\n")),
        Arguments.of("PROXY header: ", ascii("PROXY TCP4 2001::7 2001::1 4711 443\r\n")),
        Arguments.of("PROXY header: ", ascii("PROXY " + "x".repeat(200))),
        Arguments.of("PROXY header: ", binary(PROXY, TCP4, new byte[5])),
        Arguments.of("PROXY header: ", binary(PROXY, TCP4, new byte[5_000])),
        Arguments.of("PROXY header: ", binary(0x31, TCP4, new byte[12])),
        Arguments.of("PROXY header without an IP address: ", binary(PROXY, UNIX, path)),
        Arguments.of("PROXY header without an IP address: ", binary(PROXY, UDP4, new byte[12])));
  }

  @ParameterizedTest
  @MethodSource("wrongHeaders")
  void connectionWithAWrongHeaderIsClosed(String reason, byte[] header) throws Exception {
    try (TestServer server = start(BEHIND_PROXY);
        Socket client = Sockets.connect(server.address())) {
      client.getOutputStream().write(header);
      assertThat(Sockets.drain(client)).isInstanceOf(Closed.class);

      assertThat(server.events().awaitFailedConnection()).startsWith(reason);
      server.stop();
      assertThat(server.events().failedConnections()).hasSize(1);
    }
  }

  @Test
  void proxyThatSendsNoHeaderIsClosed() throws Exception {
    try (TestServer server = start(BEHIND_PROXY);
        Socket client = Sockets.connect(server.address())) {
      client.getOutputStream().write(FramedClient.encode(FramedClient.HELLO));
      client.getOutputStream().write(new byte[200]);
      assertThat(Sockets.drain(client)).isInstanceOf(Closed.class);
      assertThat(server.events().awaitFailedConnection()).startsWith("PROXY header: ");
    }
  }

  @Test
  void headerHasTheDeadlineOfTheHandshake() throws Exception {
    try (TestServer server =
            TestServer.start(
                root,
                settings ->
                    settings.security(BEHIND_PROXY).timeouts(TestServer.timeouts(300, 600_000)));
        Socket client = Sockets.connect(server.address())) {
      client.getOutputStream().write(ascii("PROXY TCP4 203"));
      assertThat(Sockets.drain(client)).isInstanceOf(Closed.class);
      assertThat(server.events().awaitFailedConnection())
          .isEqualTo("no PROXY header within 300 ms");
    }
  }

  @Test
  void headerOfAConnectionThatIsOnlyToldToComeBackHasAShortDeadline() throws Exception {
    try (TestServer server =
            TestServer.start(
                root,
                settings ->
                    settings.security(BEHIND_PROXY).connections(new ConnectionLimits(1, 1)));
        FramedClient first = behindProxy(server, OF_CLIENT);
        Socket surplus = Sockets.connect(server.address())) {
      assertThat(Sockets.drain(surplus)).isInstanceOf(Closed.class);
      assertThat(server.events().awaitFailedConnection())
          .isEqualTo("no PROXY header within 5000 ms");
      assertThat(first.fetch(1, "file").bytes()).hasSize(100);
    }
  }

  @Test
  void greetingBehindAHeaderHasTheSameDeadline() throws Exception {
    try (TestServer server =
            TestServer.start(
                root,
                settings ->
                    settings.security(BEHIND_PROXY).timeouts(TestServer.timeouts(300, 600_000)));
        Socket client = Sockets.connect(server.address())) {
      client.getOutputStream().write(ascii(OF_CLIENT));
      assertThat(Sockets.drain(client)).isInstanceOf(Closed.class);
      assertThat(server.events().awaitFailedConnection()).isEqualTo("no request within 300 ms");
      assertRemote(server, "203.0.113.7");
    }
  }

  @Test
  void headerOfAnybodyElseIsAName() throws Exception {
    try (TestServer server = start(behind("127.0.0.2"));
        ClassicClient client = server.classicClient()) {
      client.send(OF_CLIENT);
      assertThat(new String(client.receiveRest(), StandardCharsets.US_ASCII))
          .isEqualTo("NOT_EXISTS");
      assertThat(server.events().awaitExchange().path()).isEqualTo(OF_CLIENT);
      assertRemote(server, "127.0.0.1");
    }
  }

  @Test
  void proxyIsKnownByItsAddress() throws Exception {
    try (TestServer server = start(behind("127.0.0.2/31"));
        Socket socket = connectFrom("127.0.0.3", server)) {
      socket.getOutputStream().write(ascii(OF_CLIENT));
      try (FramedClient client = FramedClient.over(socket)) {
        client.greet(FramedClient.HELLO);
        client.fetch(1, "file");
        assertRemote(server, "203.0.113.7");
      }
    }
  }

  @Test
  void tlsIsSpokenBehindAHeader(@TempDir Path secrets) throws Exception {
    Certificates certificates = Certificates.in(secrets);
    try (TestServer server = start(BEHIND_PROXY.withTls(certificates.config()));
        Socket plain = Sockets.connect(server.address())) {
      plain.getOutputStream().write(ascii(OF_CLIENT));
      try (FramedClient client =
          Certificates.greeted(Certificates.over(plain, certificates.clientContext(null)))) {
        assertThat(client.fetch(1, "file").bytes()).hasSize(100);
        assertRemote(server, "203.0.113.7");
      }
    }
  }

  @Test
  void limitsCountTheClientAndNotTheProxy() throws Exception {
    try (TestServer server =
            TestServer.start(
                root,
                settings ->
                    settings.security(BEHIND_PROXY).connections(new ConnectionLimits(100, 1)));
        FramedClient first = behindProxy(server, OF_CLIENT);
        FramedClient second = behindProxy(server, OF_CLIENT);
        FramedClient other = behindProxy(server, OF_CLIENT.replace("113.7", "113.8"))) {
      assertThat(first.fetch(1, "file").bytes()).hasSize(100);
      assertThat(second.next()).isInstanceOf(Busy.class);
      assertThat(other.fetch(1, "file").bytes()).hasSize(100);
    }
  }

  @Test
  void rulesForAddressesAreForTheClient() throws Exception {
    AccessRules rules = new AccessRules(List.of(AddressRange.parse("203.0.113.7")), List.of());
    try (TestServer server = start(BEHIND_PROXY.withAccess(rules));
        FramedClient allowed = behindProxy(server, OF_CLIENT);
        Socket other = Sockets.connect(server.address());
        Socket itself = Sockets.connect(server.address())) {
      assertThat(allowed.fetch(1, "file").bytes()).hasSize(100);
      server.events().awaitExchange();

      other.getOutputStream().write(ascii(OF_CLIENT.replace("113.7", "113.8")));
      assertThat(Sockets.drain(other)).isInstanceOf(Closed.class);
      itself.getOutputStream().write(ascii("PROXY UNKNOWN\r\n"));
      assertThat(Sockets.drain(itself)).isInstanceOf(Closed.class);

      server.stop();
      assertThat(server.events().refusals()).containsExactly(Refusal.ADDRESS, Refusal.ADDRESS);
      assertThat(server.events().remotes())
          .extracting(remote -> ((InetSocketAddress) remote).getAddress().getHostAddress())
          .containsExactly("203.0.113.7", "203.0.113.8", "127.0.0.1");
    }
  }

  @Test
  void addressThatIsNotAllowedIsClosedAtOnce() throws Exception {
    AccessRules rules = new AccessRules(List.of(), List.of(AddressRange.parse("127.0.0.2/31")));
    try (TestServer server = start(ServerSecurity.NONE.withAccess(rules));
        Socket denied = connectFrom("127.0.0.2", server);
        FramedClient allowed = server.framedClient()) {
      assertThat(Sockets.drain(denied)).isInstanceOf(Closed.class);
      assertThat(allowed.fetch(1, "file").bytes()).hasSize(100);
      assertThat(server.events().awaitRefusals(1)).containsExactly(Refusal.ADDRESS);
      assertRemote(server, "127.0.0.2");
    }
  }

  @Test
  void serverThatStopsDoesNotWaitForAHeader() throws Exception {
    ServerConfig config = TestServer.config(root, settings -> settings.security(BEHIND_PROXY));
    try (FileServer server = FileServer.start(config);
        Socket client = Sockets.connect(server.address())) {
      Await.until("the connection is there", () -> server.stats().connections() == 1);
      assertThat(server.drain(20_000)).isTrue();
      assertThat(Sockets.drain(client)).isInstanceOf(Closed.class);
    }
  }

  private static void assertRemote(TestServer server, String address) throws IOException {
    Await.until("there was an event", () -> !server.events().remotes().isEmpty());
    InetSocketAddress remote = (InetSocketAddress) server.events().remotes().get(0);
    assertThat(remote.getAddress()).isEqualTo(InetAddress.getByName(address));
    if (!address.startsWith("127.")) {
      assertThat(remote.getPort()).isEqualTo(4711);
    }
  }

  private static Socket connectFrom(String address, TestServer server) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(server.address());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static FramedClient behindProxy(TestServer server, String header) throws IOException {
    FramedClient client = FramedClient.connect(server.address());
    client.sendBytes(ascii(header));
    client.greet(FramedClient.HELLO);
    return client;
  }

  private static ServerSecurity behind(String proxies) {
    return ServerSecurity.NONE.withTrustedProxies(List.of(AddressRange.parse(proxies)));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] binary(int command, int protocol, byte[] addresses) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10});
    header.write(command);
    header.write(protocol);
    header.write(addresses.length >> 8);
    header.write(addresses.length);
    header.writeBytes(addresses);
    return header.toByteArray();
  }

  /** Something that only proxies understand. */
  private static byte[] extension(int bytes) {
    byte[] extension = new byte[bytes];
    extension[0] = 4;
    extension[1] = (byte) ((bytes - 3) >> 8);
    extension[2] = (byte) (bytes - 3);
    return extension;
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private TestServer start(ServerSecurity security) throws IOException {
    return TestServer.start(root, settings -> settings.security(security));
  }
}
