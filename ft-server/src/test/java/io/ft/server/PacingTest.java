package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.server.testing.TestFiles;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that may send only so much in a second. */
class PacingTest {

  private static final int BYTES = 300_000;

  private Path root;
  private byte[] bytes;

  @BeforeEach
  void createFile(@TempDir Path temporary) throws IOException {
    root = temporary;
    bytes = TestFiles.create(root.resolve("file"), BYTES);
  }

  @Test
  void fileThatIsSentSlowlyIsWhole() throws Exception {
    try (TestServer server =
            TestServer.start(
                root, settings -> settings.rates(new RateLimits(RateLimits.UNLIMITED, 1_000_000)));
        FramedClient client = server.framedClient();
        ClassicClient classic = server.classicClient()) {
      client.send(FramedClient.wholeFile(1, "file"));
      classic.fetch("file", bytes);

      assertThat(client.finish(1).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void rateCanChangeWhileAFileIsSent() throws Exception {
    try (TestServer server =
            TestServer.start(root, settings -> settings.rates(new RateLimits(20_000, 20_000)));
        FramedClient client = server.framedClient()) {
      client.send(FramedClient.wholeFile(1, "file"));
      client.awaitBytes();

      // At the first rate this would take 15 s, which is not asserted: the test would be slow.
      server.reconfigure(settings -> settings.rates(RateLimits.NONE));

      assertThat(client.finish(1).bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void clientThatLeavesWhileItIsHeldBackLeavesNothing() throws Exception {
    try (TestServer server =
        TestServer.start(root, settings -> settings.rates(new RateLimits(2_000, 2_000)))) {
      try (FramedClient client = server.framedClient()) {
        client.send(FramedClient.wholeFile(1, "file"));
        client.awaitBytes();
      }
      assertThat(server.events().awaitExchange().outcome())
          .isEqualTo(ExchangeReport.Outcome.ABORTED);
      // Closing looks for open handles, and the leak detector for buffers.
    }
  }

  @Test
  void signOfLifeKeepsItsPlaceAmongTheBytes() throws Exception {
    try (TestServer server =
            TestServer.start(root, settings -> settings.rates(new RateLimits(500_000, 500_000)));
        FramedClient client = server.framedClient()) {
      client.send(FramedClient.wholeFile(1, "file"), new Ping(7));
      Transfer beginning = client.finish(1);

      assertThat(beginning.end()).isEqualTo(new Pong(7));
      assertThat(beginning.bytes().length + client.finish(1).bytes().length).isEqualTo(BYTES);
    }
  }

  @Test
  void orderIsKeptAndWhatWaitsIsNoMoreThanABound() {
    TokenBucket slow = new TokenBucket(1_024);
    TokenBucket free = new TokenBucket(RateLimits.UNLIMITED);
    EmbeddedChannel channel = new EmbeddedChannel(new PacingHandler(pace(slow, free)));
    channel.freezeTime();
    int messages = 100;
    for (int i = 0; i < messages; i++) {
      channel.write(Unpooled.buffer(1_024).writeInt(i).writeZero(1_020));
      channel.flush();
    }
    assertThat(channel.isWritable()).isFalse();

    int seen = 0;
    for (int rounds = 0; rounds < 10 * messages && seen < messages; rounds++) {
      channel.advanceTimeBy(10, TimeUnit.MINUTES);
      channel.runScheduledPendingTasks();
      slow.change(RateLimits.UNLIMITED, System.nanoTime());
      for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
        assertThat(next.getInt(0)).isEqualTo(seen++);
        next.release();
      }
    }
    assertThat(seen).isEqualTo(messages);
    assertThat(channel.isWritable()).isTrue();
    channel.finishAndReleaseAll();
  }

  private static Pace pace(TokenBucket ofClient, TokenBucket ofServer) {
    return new Pace(new Pace.Share(ofClient, () -> 1), new Pace.Share(ofServer, () -> 1));
  }

  @Test
  void whoIsHeldBackByItsOwnRateTakesNothingFromOthers() {
    TokenBucket ofClient = new TokenBucket(1_024);
    TokenBucket ofServer = new TokenBucket(1_000_000);
    EmbeddedChannel channel = new EmbeddedChannel(new PacingHandler(pace(ofClient, ofServer)));
    channel.freezeTime();
    for (int i = 0; i < 50; i++) {
      channel.write(Unpooled.buffer(10_240).writeZero(10_240));
    }
    channel.flush();

    // One message was let through, and the next is waited for.
    assertThat(ofServer.take(0, System.nanoTime())).isLessThan(TimeUnit.MILLISECONDS.toNanos(11));

    channel.finishAndReleaseAll();
    // What was paid for and will not be sent has been given back.
    assertThat(ofClient.take(0, System.nanoTime()))
        .isLessThanOrEqualTo(TimeUnit.SECONDS.toNanos(10));
  }

  @Test
  void theMoreShareARateTheSmallerIsASlice() {
    TokenBucket rate = new TokenBucket(3_200_000);
    TokenBucket free = new TokenBucket(RateLimits.UNLIMITED);
    assertThat(pace(free, free).sliceBytes()).isEqualTo(64 * 1024);
    assertThat(pace(rate, free).sliceBytes()).isEqualTo(64 * 1024);
    Pace.Share many = new Pace.Share(rate, () -> 50);
    assertThat(new Pace(many, new Pace.Share(free, () -> 50)).sliceBytes()).isEqualTo(2_000);
    assertThat(new Pace(new Pace.Share(rate, () -> 5_000), many).sliceBytes()).isEqualTo(1_024);
  }

  @Test
  void connectingAnewIsNoWayToGetMore() throws Exception {
    try (TestServer server =
        TestServer.start(
            root, settings -> settings.rates(new RateLimits(RateLimits.UNLIMITED, 2_000)))) {
      try (FramedClient client = server.framedClient()) {
        client.send(FramedClient.wholeFile(1, "file"));
        client.awaitBytes();
      }
      server.events().awaitExchange();

      assertThat(server.stats().clients()).isEqualTo(1);
    }
  }
}
