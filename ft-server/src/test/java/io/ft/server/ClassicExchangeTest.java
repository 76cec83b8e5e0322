package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.classic.ClassicTiming;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.Sockets.Closed;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an original client gets. */
class ClassicExchangeTest {

  private Path root;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    root = temporary;
    server = TestServer.start(root);
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1024, 1025, 3 * 1024 * 1024, 5 * 1024 * 1024 + 1})
  void fileComesByteForByteAndThenTheEnd(int size) throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), size);
    try (ClassicClient client = server.classicClient()) {
      client.fetch("file", bytes);
    }

    ExchangeReport report = server.events().awaitExchange();
    assertThat(report.outcome()).isEqualTo(Outcome.SENT);
    assertThat(report.dialect()).isEqualTo(Dialect.CLASSIC);
    assertThat(report.path()).isEqualTo("file");
    assertThat(report.bytesSent()).isEqualTo(size);
    assertThat(report.code()).isNull();
    assertThat(report.detail()).isEmpty();
  }

  @Test
  void existsAndSizeCanBeReceivedApart() throws Exception {
    TestFiles.create(root.resolve("file"), 1234);
    // Far longer than by default, because this test may share a processor with others.
    try (TestServer slow = startWithAnswerGap(1_000);
        ClassicClient client = slow.classicClient()) {
      client.send("file");

      assertThat(client.receive()).isEqualTo("EXISTS");
      assertThat(client.receive()).isEqualTo("1234");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"with two spaces", "größe 日本語 😀", "line\nbreak", "a/b/c", "EXISTS", "-"})
  void anyNameThatAFileHasIsServed(String name) throws Exception {
    byte[] bytes = TestFiles.create(root.resolve(name), 2000);
    try (ClassicClient client = server.classicClient()) {
      client.fetch(name, bytes);
    }
    assertThat(server.events().awaitExchange().path()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing",
        "folder",
        "folder/",
        "/",
        ".",
        "..",
        "../root/file",
        "/etc/passwd",
        "link",
        "pipe",
        "file/",
        "folder//file",
        "x\0y",
        "READY"
      })
  void whatIsNotServedDoesNotExist(String name) throws Exception {
    TestFiles.create(root.resolve("file"), 10);
    TestFiles.create(root.resolve("folder/file"), 10);
    Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
    TestFiles.createPipe(root.resolve("pipe"));
    try (ClassicClient client = server.classicClient()) {
      client.send(name);

      assertThat(client.receive()).isEqualTo("NOT_EXISTS");
      assertThat(client.receive()).isEmpty();
    }

    ExchangeReport report = server.events().awaitExchange();
    assertThat(report.outcome()).isEqualTo(Outcome.NOT_FOUND);
    assertThat(report.path()).isEqualTo(name);
    assertThat(report.detail()).isNotEmpty();
  }

  @Test
  void nameThatIsNotUtf8DoesNotExist() throws Exception {
    try (ClassicClient client = server.classicClient()) {
      client.send(new byte[] {'f', (byte) 0xFF});

      assertThat(client.receive()).isEqualTo("NOT_EXISTS");
    }
  }

  @Test
  void nameThatIsTooLongDoesNotExist() throws Exception {
    try (ClassicClient client = server.classicClient()) {
      client.send("x/".repeat(512) + "x");

      assertThat(client.receive()).isEqualTo("NOT_EXISTS");
    }
  }

  @Test
  void readyMayComeInPieces() throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), 100);
    try (ClassicClient client = server.classicClient()) {
      client.ask("file", 100);
      for (char letter : "READY".toCharArray()) {
        client.send(String.valueOf(letter));
      }

      assertThat(client.receiveRest()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ!", "ready", "NO", "READY\n", "READYREADY", "\0"})
  void anythingButReadyClosesTheConnection(String answer) throws Exception {
    TestFiles.create(root.resolve("file"), 100);
    try (ClassicClient client = server.classicClient()) {
      client.ask("file", 100);
      client.send(answer);

      assertThat(Sockets.drain(client.socket())).isInstanceOf(Closed.class);
    }
    assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
    server.stop();
    assertThat(server.events().exchanges()).hasSize(1);
    assertThat(server.events().failedConnections()).isEmpty();
  }

  @Test
  void readyBeforeTheSizeClosesTheConnection() throws Exception {
    TestFiles.create(root.resolve("file"), 100);
    try (TestServer slow = startWithAnswerGap(60_000);
        ClassicClient client = slow.classicClient()) {
      client.send("file");
      assertThat(client.receive()).isEqualTo("EXISTS");

      client.send("READY");

      assertThat(client.receive()).isEmpty();
    }
  }

  @Test
  void clientsAreServedSideBySide() throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), 100);
    try (ClassicClient first = server.classicClient();
        ClassicClient second = server.classicClient()) {
      first.ask("file", 100);
      second.fetch("file", bytes);
      first.send("READY");

      assertThat(first.receiveRest()).isEqualTo(bytes);
    }
  }

  @Test
  void classicClientIsRefusedWhereTheDialectIsOff() throws Exception {
    TestFiles.create(root.resolve("file"), 100);
    try (TestServer framedOnly =
            TestServer.start(root, settings -> settings.classicEnabled(false));
        ClassicClient client = framedOnly.classicClient()) {
      client.send("file");

      assertThat(Sockets.drain(client.socket())).isInstanceOf(Closed.class);
      assertThat(framedOnly.events().awaitFailedConnection()).contains("classic");
      assertThat(framedOnly.events().exchanges()).isEmpty();
    }
  }

  @Test
  void tlsIsRefused() throws Exception {
    try (ClassicClient client = server.classicClient()) {
      client.send(new byte[] {0x16, 0x03, 0x01, 0x00});

      assertThat(Sockets.drain(client.socket())).isInstanceOf(Closed.class);
    }
    assertThat(server.events().awaitFailedConnection()).contains("TLS");
  }

  @Test
  void clientThatClosesItsSideBehindTheNameIsNotAnswered() throws Exception {
    TestFiles.create(root.resolve("file"), 100);
    try (ClassicClient client = server.classicClient()) {
      client.send("file");
      client.socket().shutdownOutput();

      assertThat(client.receive()).isEmpty();
    }
  }

  @Test
  void halfClosedConnectionIsClosed() throws Exception {
    TestFiles.create(root.resolve("file"), 100);
    try (ClassicClient client = server.classicClient()) {
      client.ask("file", 100);
      client.socket().shutdownOutput();

      assertThat(client.receive()).isEmpty();
    }
    assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
  }

  private TestServer startWithAnswerGap(long millis) throws IOException {
    ClassicTiming timing = new ClassicTiming(ClassicTiming.DEFAULT.settleMillis(), millis);
    return TestServer.start(root, settings -> settings.classicTiming(timing));
  }
}
