package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.FileRequest.Advance;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.NotExists;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One exchange after another, each as it should be. */
class FramedExchangeTest {

  private static final int FILE_BYTES = 10_000;

  private Path root;
  private byte[] bytes;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    root = temporary;
    bytes = TestFiles.create(root.resolve("file"), FILE_BYTES);
    server = TestServer.start(root, settings -> settings.blockSizeBytes(4096));
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
  }

  @Test
  void serverGreetsWithItsVersionAndLimits() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      Hello hello = client.greet(FramedClient.HELLO);

      assertThat(hello.speaksOurVersion()).isTrue();
      assertThat(hello.maxExchanges()).isGreaterThanOrEqualTo(Limits.MIN_EXCHANGES);
      assertThat(hello.token()).isEmpty();
      assertThat(hello.agent()).isNotEmpty();
    }
  }

  @Test
  void clientThatKnowsMoreVersionsAndSpeaksOursIsServed() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      Hello hello = FramedClient.HELLO;
      client.greet(
          new Hello(1, 255, hello.features(), hello.maxExchanges(), 4096, "", "\u001b[31m"));

      assertThat(client.fetch(1, "file").bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void requestMayComeWithTheGreeting() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      client.send(FramedClient.HELLO, FramedClient.wholeFile(1, "file"));

      client.next(Hello.class);
      assertThat(client.finish(1).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void flightMayBeCutAnywhere() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      for (byte b : FramedClient.encode(FramedClient.HELLO, FramedClient.wholeFile(1, "file"))) {
        client.sendBytes(new byte[] {b});
      }

      client.next(Hello.class);
      assertThat(client.finish(1).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void answerDescribesTheFile() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "file"));

      Exists exists = client.next(Exists.class);
      assertThat(exists.id()).isEqualTo(1);
      assertThat(exists.size()).isEqualTo(FILE_BYTES);
      assertThat(exists.modified())
          .isEqualTo(Files.getLastModifiedTime(root.resolve("file")).toInstant());
      assertThat(exists.tag()).isNotEqualTo(Tag.NONE);
      assertThat(exists.blockSizeBytes()).isEqualTo(4096);
      assertThat(exists.sha256()).isNull();
    }
  }

  @Test
  void serverWaitsForReady() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "file"));
      client.next(Exists.class);

      client.send(new Ping(7));
      assertThat(client.next()).isEqualTo(new Pong(7));

      client.send(new Ready(1, 0, Long.MAX_VALUE));
      assertThat(client.finish(1).bytes()).isEqualTo(bytes);
    }
    ExchangeReport report = server.events().awaitExchange();
    assertThat(report.outcome()).isEqualTo(Outcome.SENT);
    assertThat(report.dialect()).isEqualTo(Dialect.FRAMED);
    assertThat(report.path()).isEqualTo("file");
    assertThat(report.bytesSent()).isEqualTo(FILE_BYTES);
    assertThat(report.code()).isNull();
    assertThat(report.detail()).isEmpty();
  }

  @Test
  void readyThatComesBeforeTheAnswerIsKept() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "file"), new Ready(1, 5_000, Long.MAX_VALUE));

      assertThat(client.finish(1).bytes()).isEqualTo(Arrays.copyOfRange(bytes, 5_000, FILE_BYTES));
    }
  }

  @Test
  void readyInAdvanceHoldsForAFileOfTheForeseenSize() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(request(1, new Advance(0, Long.MAX_VALUE, FILE_BYTES)));

      assertThat(client.finish(1).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void readyInAdvanceDoesNotHoldForALargerFile() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(request(1, new Advance(0, Long.MAX_VALUE, FILE_BYTES - 1)));
      client.next(Exists.class);
      client.send(new Ping(7));
      assertThat(client.next()).isEqualTo(new Pong(7));

      client.send(new Ready(1, 9_000, 10));

      assertThat(client.finish(1).bytes()).isEqualTo(Arrays.copyOfRange(bytes, 9_000, 9_010));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "folder", "../file", "/file", "", "folder//x", "x\0y", "link"})
  void whatIsNotServedDoesNotExist(String name) throws Exception {
    TestFiles.create(root.resolve("folder/x"), 10);
    Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, name));

      assertThat(client.next()).isEqualTo(new NotExists(1));
      assertThat(client.fetch(2, "file").bytes()).isEqualTo(bytes);
    }
    ExchangeReport report = server.events().awaitExchange();
    assertThat(report.outcome()).isEqualTo(Outcome.NOT_FOUND);
    assertThat(report.path()).isEqualTo(name);
  }

  @Test
  void pathsOfAnyLengthInAFrameAreAnswered() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(
          new FileRequest(1, "x/".repeat(512) + "x"), new FileRequest(2, "x".repeat(16_000)));

      assertThat(client.next()).isIn(new NotExists(1), new NotExists(2));
      assertThat(client.next()).isIn(new NotExists(1), new NotExists(2));
    }
  }

  @Test
  void expectedVersionIsServed() throws Exception {
    try (FramedClient client = server.framedClient()) {
      Tag tag = tagOf(client, 1);

      client.send(new FileRequest(2, "file", tag, false, Advance.wholeFileUpTo(FILE_BYTES)));

      Transfer transfer = client.finish(2);
      assertThat(transfer.exists().tag()).isEqualTo(tag);
      assertThat(transfer.bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void otherVersionThanTheExpectedOneIsRefusedWithoutAnAnswer() throws Exception {
    try (FramedClient client = server.framedClient()) {
      Tag old = tagOf(client, 1);
      TestFiles.awaitNextTick(root.resolve("file"));
      Files.write(root.resolve("file"), TestFiles.bytes(FILE_BYTES, 99));

      client.send(new FileRequest(2, "file", old, false, Advance.wholeFileUpTo(FILE_BYTES)));

      Transfer transfer = client.finish(2);
      assertThat(transfer.answer()).isNull();
      assertThat(transfer.blocks()).isEmpty();
      transfer.assertFailed(ErrorCode.CHANGED);
    }
  }

  @Test
  void pingIsAnswered() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new Ping(-1));

      assertThat(client.next()).isEqualTo(new Pong(-1));
    }
  }

  @Test
  void manyFilesComeOverOneConnection() throws Exception {
    try (FramedClient client = server.framedClient()) {
      for (int id = 1; id <= 200; id++) {
        Transfer transfer = client.fetch(id, "file");
        assertThat(transfer.end()).isInstanceOf(End.class);
        assertThat(transfer.bytes()).isEqualTo(bytes);
      }
    }
    assertThat(server.events().awaitExchanges(200)).hasSize(200);
  }

  private static FileRequest request(int id, Advance advance) {
    return new FileRequest(id, "file", Tag.NONE, false, advance);
  }

  /** Asks about the file without fetching it. */
  private static Tag tagOf(FramedClient client, int id) throws IOException {
    client.send(FramedClient.range(id, "file", 0, 0));
    Exists exists = client.next(Exists.class);
    client.next(End.class);
    return exists.tag();
  }
}
