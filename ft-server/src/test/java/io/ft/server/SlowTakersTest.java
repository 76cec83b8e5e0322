package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Ping;
import io.ft.codec.Ready;
import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are alive, and hold what they ask for without taking it. */
class SlowTakersTest {

  private static final long PROGRESS_MILLIS = 400;

  private Path root;

  @BeforeEach
  void createFiles(@TempDir Path temporary) throws IOException {
    root = temporary;
    TestFiles.create(root.resolve("small"), 100);
    TestFiles.create(root.resolve("large"), Sockets.MORE_THAN_BUFFERS_BYTES);
  }

  private TestServer start(long minBytesPerSecond) throws IOException {
    return TestServer.start(
        root,
        settings ->
            settings.timeouts(
                ServerTimeouts.DEFAULT.withProgress(PROGRESS_MILLIS, minBytesPerSecond)));
  }

  @Test
  void clientThatTakesNextToNothingIsSentAway() throws Exception {
    try (TestServer server = start(1_000_000);
        FramedClient client = server.slowFramedClient()) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.awaitBytes();
      // It says that it lives, and does not read.
      client.send(new Ping(1));

      ExchangeReport report = server.events().awaitExchange();
      assertThat(report.outcome()).isEqualTo(ExchangeReport.Outcome.ABORTED);
      assertThat(report.detail()).contains("took less than 1000000 bytes a second");
    }
  }

  @Test
  void clientThatKeepsToTheRateIsServed() throws Exception {
    try (TestServer server = start(1);
        FramedClient client = server.slowFramedClient()) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.pauseBetweenReads(2_000_000);

      assertThat(client.finish(1).bytes()).hasSize(Sockets.MORE_THAN_BUFFERS_BYTES);
    }
  }

  @Test
  void fileIsNotHeldForAClientThatNeverSaysThatItIsReady() throws Exception {
    try (TestServer server = start(1);
        FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "small"));
      client.next(Exists.class);

      assertThat(client.next(Failure.class).code()).isEqualTo(ErrorCode.TIMEOUT);
      // The connection is well.
      assertThat(client.fetch(2, "small").bytes()).hasSize(100);
    }
  }

  @Test
  void connectionOnWhichNothingIsAskedForIsNoSlowOne() throws Exception {
    try (TestServer server = start(Long.MAX_VALUE);
        FramedClient client = server.framedClient();
        FramedClient other = server.framedClient()) {
      other.send(new FileRequest(1, "small"));
      other.next(Exists.class);
      // Its time has passed, and so has that of the client before it.
      other.next(Failure.class);

      client.send(new FileRequest(1, "small"));
      client.next(Exists.class);
      client.send(new Ready(1, 0, Long.MAX_VALUE));
      assertThat(client.finish(1).bytes()).hasSize(100);
      Await.until("both are there", () -> server.stats().connections() == 2);
    }
  }
}
