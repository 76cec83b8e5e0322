package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.FileRequest.Advance;
import io.ft.codec.NotExists;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.testing.Await;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digest of a whole file, on request. */
class Sha256Test {

  /** Takes minutes to read, and no room: it is one hole. */
  private static final long HUGE_BYTES = 1L << 38;

  private static final Advance NOTHING = new Advance(0, 0, Long.MAX_VALUE);
  private static final int IDLE_MILLIS = 100;

  private Path root;
  private TestServer server;
  private FramedClient client;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    root = temporary;
    server = TestServer.start(root, config -> config.threads(new ServerThreads(2, 2, 1, 1)));
    client = Listing.connect(server.address());
  }

  @AfterEach
  void stopServer() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void featureIsAnnounced() throws Exception {
    try (FramedClient other = FramedClient.connect(server.address())) {
      assertThat(other.greet(Listing.HELLO).features()).contains(Feature.SHA256);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 9_000_000})
  void answerHasTheDigestOfTheWholeFile(int size) throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), size);

    for (int id = 1; id <= 2; id++) {
      client.send(ask(id, "file"));
      Transfer transfer = client.finish(id);

      assertThat(transfer.exists().sha256()).isEqualTo(sha256(bytes));
      assertThat(transfer.exists().size()).isEqualTo(size);
      assertThat(transfer.end()).isEqualTo(new End(id, 0));
    }
  }

  @Test
  void answerToARequestForARangeHasItToo() throws Exception {
    byte[] bytes = TestFiles.create(root.resolve("file"), 10_000);
    client.send(new FileRequest(1, "file", Tag.NONE, true, null), new Ready(1, 9_000, 500));

    Transfer transfer = client.finish(1);

    assertThat(transfer.exists().sha256()).isEqualTo(sha256(bytes));
    assertThat(transfer.bytes()).hasSize(500);
  }

  @Test
  void answerHasNoneThatWasNotAskedFor() throws Exception {
    TestFiles.create(root.resolve("file"), 10_000);

    assertThat(client.fetch(1, "file").exists().sha256()).isNull();
  }

  @Test
  void changedFileHasAnotherDigest() throws Exception {
    Path file = root.resolve("file");
    byte[] bytes = TestFiles.create(file, 10_000);
    client.send(ask(1, "file"));
    assertThat(client.finish(1).exists().sha256()).isEqualTo(sha256(bytes));
    bytes[5] ^= 1;
    Files.write(file, bytes);

    client.send(ask(2, "file"));

    assertThat(client.finish(2).exists().sha256()).isEqualTo(sha256(bytes));
  }

  @Test
  void missingFileAndAnotherVersionAreAnsweredAtOnce() throws Exception {
    createHuge();
    client.send(ask(1, "missing"));
    assertThat(client.finish(1).end()).isEqualTo(new NotExists(1));
    client.send(new FileRequest(2, "huge", new Tag("00"), true, NOTHING));
    client.finish(2).assertFailed(ErrorCode.CHANGED);
  }

  @Test
  void othersGoOnWhileAHugeFileIsRead() throws Exception {
    createHuge();
    byte[] bytes = TestFiles.create(root.resolve("file"), 10_000_000);
    client.send(ask(1, "huge"));
    awaitReading();
    client.send(new Ping(1));
    assertThat(client.next()).isEqualTo(new Pong(1));

    client.send(ask(2, "file"));
    assertThat(client.finish(2).exists().sha256()).isEqualTo(sha256(bytes));
    assertThat(client.fetch(3, "file").bytes()).isEqualTo(bytes);
    try (FramedClient other = Listing.connect(server.address())) {
      other.send(ask(1, "file"));
      assertThat(other.finish(1).exists().sha256()).isEqualTo(sha256(bytes));
    }
    client.send(new Cancel(1));
    client.finish(1).assertFailed(ErrorCode.CANCELLED);
    OpenHandles.awaitNone(root);
  }

  @Test
  void changeWhileItIsReadIsNoticed() throws Exception {
    createHuge();
    client.send(ask(1, "huge"));
    awaitReading();

    Files.write(root.resolve("huge"), new byte[1], StandardOpenOption.APPEND);

    client.finish(1).assertFailed(ErrorCode.CHANGED);
    OpenHandles.awaitNone(root);
  }

  @Test
  void manyThatWaitForTheirTurnCanBeCancelled() throws Exception {
    createHuge();
    byte[] bytes = TestFiles.create(root.resolve("file"), 10_000);
    int count = 20;
    for (int id = 1; id <= count; id++) {
      client.send(ask(id, "huge"));
    }
    awaitReading();
    for (int id = 1; id <= count; id++) {
      client.send(new Cancel(id));
    }
    for (int i = 0; i < count; i++) {
      client.finish(0).assertFailed(ErrorCode.CANCELLED);
    }

    OpenHandles.awaitNone(root);
    client.send(ask(count + 1, "file"));
    assertThat(client.finish(count + 1).exists().sha256()).isEqualTo(sha256(bytes));
  }

  @Test
  void readingEndsWithTheConnection() throws Exception {
    createHuge();
    byte[] bytes = TestFiles.create(root.resolve("file"), 10_000);
    client.send(ask(1, "huge"), ask(2, "huge"), ask(3, "huge"));
    awaitReading();

    Sockets.reset(client.socket());

    OpenHandles.awaitNone(root);
    assertThat(server.events().awaitExchanges(3))
        .extracting(ExchangeReport::outcome)
        .containsOnly(Outcome.ABORTED);
    try (FramedClient other = Listing.connect(server.address())) {
      other.send(ask(1, "file"));
      assertThat(other.finish(1).exists().sha256()).isEqualTo(sha256(bytes));
    }
  }

  @Test
  void clientThatWaitsForADigestIsNotIdle() throws Exception {
    createHuge();
    try (TestServer impatient =
            TestServer.start(
                root,
                config ->
                    config
                        .threads(new ServerThreads(2, 2, 1, 1))
                        .timeouts(TestServer.timeouts(60_000, IDLE_MILLIS)));
        FramedClient waiting = Listing.connect(impatient.address())) {
      waiting.send(ask(1, "huge"));
      awaitReading();
      // Two idle connections, one after the other, are closed meanwhile.
      for (int i = 0; i < 2; i++) {
        try (FramedClient idle = Listing.connect(impatient.address())) {
          Sockets.drain(idle.socket());
        }
      }

      waiting.send(new Ping(1));

      assertThat(waiting.next()).isEqualTo(new Pong(1));
    }
  }

  /** A question: an answer, and no byte of the file. */
  private static FileRequest ask(int id, String path) {
    return new FileRequest(id, path, Tag.NONE, true, NOTHING);
  }

  /** Makes a file, and waits until it is old enough to be opened once and for all. */
  private void createHuge() throws IOException {
    Path huge = root.resolve("huge");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(HUGE_BYTES);
    }
    Instant modified = Files.getLastModifiedTime(huge).toInstant();
    Await.until("the file has settled", () -> modified.plusMillis(50).isBefore(Instant.now()));
  }

  private void awaitReading() throws IOException {
    Await.until("the file is open", () -> !OpenHandles.below(root).isEmpty());
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
