package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.server.Sockets.Closed;
import io.ft.server.security.ServerSecurity;
import io.ft.server.security.Tokens;
import io.ft.server.store.Share;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that demand TLS or a token, and what clients are told that have neither. */
class DemandsTest {

  private static final String TOKEN = "correct-horse-battery";

  private Path root;
  private Certificates certificates;
  private Tokens tokens;

  @BeforeEach
  void makeSecrets(@TempDir Path served, @TempDir Path secrets) throws Exception {
    root = served;
    TestFiles.create(root.resolve("file"), 100);
    certificates = Certificates.in(secrets);
    Path file = secrets.resolve("tokens");
    Files.writeString(file, "alice " + TOKEN + "\nbob another-token-of-bob docs\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    tokens = Tokens.read(file);
  }

  @Test
  void plainClientIsToldToUseTls() throws Exception {
    try (TestServer server = start(certificates.security());
        FramedClient client = server.framedClient()) {
      assertRefused(client, ErrorCode.UNSUPPORTED, "this server demands TLS: use fts://");
      assertThat(server.events().awaitFailedConnection())
          .isEqualTo("this server demands TLS: use fts://");
    }
  }

  @Test
  void plainClassicClientIsClosed() throws Exception {
    try (TestServer server = start(certificates.security());
        ClassicClient client = server.classicClient()) {
      client.send("file");
      assertThat(Sockets.drain(client.socket())).isInstanceOf(Closed.class);
      assertThat(server.events().awaitFailedConnection()).contains("demands TLS");
    }
  }

  @Test
  void plainClientIsServedWhereThatIsAllowed() throws Exception {
    try (TestServer server = start(certificates.security().withPlainAllowed(true));
        FramedClient plain = server.framedClient();
        FramedClient inside = certificates.framedClient(server);
        ClassicClient classic = server.classicClient()) {
      assertThat(plain.fetch(1, "file").bytes()).hasSize(100);
      assertThat(inside.fetch(1, "file").bytes()).hasSize(100);
      classic.fetch("file", TestFiles.bytes(100, 100));
    }
  }

  @Test
  void holderOfATokenIsServedByName() throws Exception {
    try (TestServer server = start(certificates.security().withTokens(tokens, false));
        FramedClient client = FramedClient.over(certificates.connect(server.address()))) {
      client.greet(hello(TOKEN));
      assertThat(client.fetch(1, "file").bytes()).hasSize(100);
      assertThat(server.events().awaitExchange().identity()).isEqualTo("alice");
    }
  }

  @Test
  void tokenInTheClearIsGoodWhereThatIsAllowed() throws Exception {
    try (TestServer server = start(ServerSecurity.NONE.withTokens(tokens, true));
        FramedClient client = FramedClient.connect(server.address())) {
      client.greet(hello(TOKEN));
      assertThat(client.fetch(1, "file").bytes()).hasSize(100);
    }
  }

  @Test
  void tokenInTheClearIsNotLookedAtWhereThatIsNotAllowed() throws Exception {
    ServerSecurity security =
        certificates.security().withTokens(tokens, false).withPlainAllowed(true);
    try (TestServer server = start(security);
        FramedClient client = FramedClient.connect(server.address())) {
      client.greet(hello(TOKEN));
      assertRefused(client, ErrorCode.UNSUPPORTED, "this server demands TLS: use fts://");
    }
  }

  @Test
  void tokensThatCannotBeSentSafelyAreNoSetting() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSecurity.NONE.withTokens(tokens, false))
        .withMessageContaining("tokens without TLS");
  }

  @Test
  void missingTokenIsUnauthorized() throws Exception {
    try (TestServer server = start(ServerSecurity.NONE.withTokens(tokens, true));
        FramedClient client = server.framedClient()) {
      assertRefused(client, ErrorCode.UNAUTHORIZED, "this server demands a token");
      assertThat(server.events().awaitFailedConnection()).isEqualTo("this server demands a token");
    }
  }

  @Test
  void wrongTokensAreUnauthorized() throws Exception {
    try (TestServer server = start(ServerSecurity.NONE.withTokens(tokens, true))) {
      for (String wrong : List.of(TOKEN + "x", TOKEN.substring(1), "\udcff", "x".repeat(1_024))) {
        try (FramedClient client = FramedClient.connect(server.address())) {
          client.greet(hello(wrong));
          assertRefused(client, ErrorCode.UNAUTHORIZED, "the token is not one of this server's");
        }
      }
    }
  }

  @Test
  void classicClientIsClosedWhereATokenIsDemanded() throws Exception {
    try (TestServer server = start(certificates.security().withTokens(tokens, false));
        ClassicClient client = ClassicClient.over(certificates.connect(server.address()))) {
      client.send("file");
      assertThat(Sockets.drain(client.socket())).isInstanceOf(Closed.class);
      assertThat(server.events().awaitFailedConnection()).contains("demands a token");
    }
  }

  @Test
  void tokenIsGoodForItsSharesAlone(@TempDir Path secret, @TempDir Path docs) throws Exception {
    TestFiles.create(secret.resolve("file"), 7);
    TestFiles.create(docs.resolve("file"), 8);
    ServerConfig config =
        ServerConfig.of(
                List.of(new Share("secret", secret), new Share("docs", docs)),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .change()
            .security(ServerSecurity.NONE.withTokens(tokens, true))
            .build();
    try (FileServer server = FileServer.start(config);
        FramedClient bob = FramedClient.connect(server.address())) {
      bob.greet(hello("another-token-of-bob"));

      assertThat(bob.fetch(1, "docs/file").bytes()).hasSize(8);
      assertThat(bob.fetch(2, "secret/file").end()).isEqualTo(new NotExists(2));
      assertThat(Listing.of(bob, 3, "").entries()).hasSize(1);
      assertThat(Listing.of(bob, 4, "secret").end()).isEqualTo(new NotExists(4));
    }
  }

  @Test
  void tokenIsNeverShown() throws Exception {
    try (CapturedLog log = CapturedLog.of("io")) {
      log.logger().setLevel(Level.TRACE);
      String wrong = "wrong-" + TOKEN;
      try (TestServer server = start(ServerSecurity.NONE.withTokens(tokens, true));
          FramedClient good = FramedClient.connect(server.address());
          FramedClient bad = FramedClient.connect(server.address())) {
        good.greet(hello(TOKEN));
        good.fetch(1, "file");
        bad.greet(hello(wrong));
        bad.next();
        server.events().awaitFailedConnection();
        server.stop();

        assertThat(server.events().exchanges().toString()).doesNotContain(TOKEN);
        assertThat(server.events().failedConnections().toString()).doesNotContain(TOKEN);
      }
      assertThat(log.events())
          .isNotEmpty()
          .extracting(ILoggingEvent::getFormattedMessage)
          .noneMatch(line -> line.contains(TOKEN));
    }
    assertThat(ServerSecurity.NONE.withTokens(tokens, true).toString())
        .contains("Tokens[2]")
        .doesNotContain(TOKEN);
  }

  private static Hello hello(String token) {
    return new Hello(1, 1, Set.of(Feature.LIST), 100, Limits.MAX_BLOCK_BYTES, token, "test");
  }

  private static void assertRefused(FramedClient client, ErrorCode code, String text)
      throws IOException {
    assertThat(client.next(Failure.class)).isEqualTo(new Failure(Message.CONNECTION, code, text));
    assertThat(client.next()).isEqualTo(Closed.ORDERLY);
  }

  private TestServer start(ServerSecurity security) throws IOException {
    return TestServer.start(root, settings -> settings.security(security));
  }
}
