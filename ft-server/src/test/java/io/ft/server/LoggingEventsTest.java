package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Message;
import io.ft.server.security.ServerSecurity;
import io.ft.server.security.Tokens;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads: one line an event, whatever a client sent. */
class LoggingEventsTest {

  private static final String NASTY = "a\nb\r\tc\u001b[31m\u0007\u202e\u2028\u0085d\\";
  private static final String NASTY_ESCAPED =
      "a\\nb\\r\\tc\\u{1B}[31m\\u{7}\\u{202E}\\u{2028}\\u{85}d\\\\";

  private CapturedLog log;
  private FileServer server;
  private Path root;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    root = temporary;
    log = CapturedLog.of("io.ft.server.access");
    server = FileServer.start(TestServer.config(root));
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
    log.close();
  }

  @Test
  void servedFileIsOneLineWithClientNameAndBytes() throws Exception {
    TestFiles.create(root.resolve("file"), 100);
    try (FramedClient client = greetedClient()) {
      client.fetch(1, "file");

      assertThat(log.awaitMessage())
          .matches(
              "127\\.0\\.0\\.1:\\d+ framed sent \"file\" 100 bytes \\d+\\.\\d{3} s"
                  + " rate=\\d+ checksums=yes");
    }
  }

  @Test
  void nameOfATokenStandsBehindTheAddress(@TempDir Path secrets) throws Exception {
    Path file = Files.writeString(secrets.resolve("tokens"), "alice 0123456789abcdef");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    ServerSecurity security = ServerSecurity.NONE.withTokens(Tokens.read(file), true);
    server.close();
    server = FileServer.start(TestServer.config(root, config -> config.security(security)));
    TestFiles.create(root.resolve("file"), 100);
    try (FramedClient client = FramedClient.connect(server.address())) {
      client.greet(new Hello(1, 1, Set.of(), 8, 4096, "0123456789abcdef", "test"));
      client.fetch(1, "file");

      assertThat(log.awaitMessage())
          .matches(
              "127\\.0\\.0\\.1:\\d+ as \"alice\" framed sent \"file\" 100 bytes .* checksums=yes");
    }
  }

  @Test
  void listingIsOneLineWithItsEntries() throws Exception {
    TestFiles.create(root.resolve("sub/file"), 100);
    try (FramedClient client = Listing.connect(server.address())) {
      Listing.recursive(client, 1, "");

      assertThat(log.awaitMessage())
          .matches("127\\.0\\.0\\.1:\\d+ framed sent \"\" 2 entries \\d+\\.\\d{3} s");
    }
  }

  @Test
  void clientThatIsToComeBackIsOneLineWithTheReason() throws Exception {
    server.close();
    server =
        FileServer.start(
            TestServer.config(root, config -> config.exchanges(TestServer.exchanges(1))));
    TestFiles.create(root.resolve("file"), 100);
    try (FramedClient first = greetedClient();
        FramedClient second = greetedClient()) {
      first.send(new FileRequest(1, "file"));
      first.next(Exists.class);
      second.fetch(1, "file");

      assertThat(log.awaitMessage())
          .matches(".* framed busy \"file\" 0 bytes \\d+\\.\\d{3} s: too many exchanges");
    }
  }

  @Test
  void nastyNameStaysOnOneLine() throws Exception {
    TestFiles.create(root.resolve(NASTY), 7);
    try (FramedClient client = greetedClient()) {
      client.fetch(1, NASTY);

      assertThat(log.awaitMessage())
          .contains("sent \"" + NASTY_ESCAPED + "\" 7 bytes")
          .satisfies(LoggingEventsTest::isPrintable);
    }
  }

  @Test
  void nastyNameThatIsNotThereStaysOnOneLine() throws Exception {
    try (ClassicClient client = ClassicClient.connect(server.address())) {
      client.send(NASTY + "\0");
      client.receive();

      assertThat(log.awaitMessage())
          .contains("classic not_found \"" + NASTY_ESCAPED)
          .satisfies(LoggingEventsTest::isPrintable);
    }
  }

  @Test
  void nameThatIsNotUtf8ShowsItsBytes() throws Exception {
    try (ClassicClient client = ClassicClient.connect(server.address())) {
      client.send(new byte[] {'f', (byte) 0xFF});
      client.receive();

      assertThat(log.awaitMessage()).contains("\"f\\xFF\"");
    }
  }

  @Test
  void nastyReasonOfAClientStaysOnOneLine() throws Exception {
    try (FramedClient client = greetedClient()) {
      client.send(new Failure(Message.CONNECTION, ErrorCode.INTERNAL, NASTY));

      assertThat(log.awaitMessage())
          .contains(" closed: ")
          .satisfies(LoggingEventsTest::isPrintable);
    }
  }

  @Test
  void nothingIsWrittenWhereTheLogIsOff() throws Exception {
    log.logger().setLevel(Level.WARN);
    TestFiles.create(root.resolve("file"), 100);
    try (FramedClient client = greetedClient()) {
      client.fetch(1, "file");
    }
    server.close();

    assertThat(log.events()).isEmpty();
  }

  private FramedClient greetedClient() throws IOException {
    FramedClient client = FramedClient.connect(server.address());
    client.greet(FramedClient.HELLO);
    return client;
  }

  /** Nothing that could break a line up or hide a part of it. */
  private static void isPrintable(String line) {
    assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  }
}
