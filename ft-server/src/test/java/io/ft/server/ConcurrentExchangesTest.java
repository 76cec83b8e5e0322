package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.testing.TestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several exchanges of one connection at once. */
class ConcurrentExchangesTest {

  private static final int LARGE_BYTES = Sockets.MORE_THAN_BUFFERS_BYTES;

  private static final int SMALL_BYTES = 5_000;
  private static final int BLOCK_BYTES = 1024 * 1024;

  private byte[] small;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path root) throws IOException {
    TestFiles.create(root.resolve("large"), LARGE_BYTES);
    small = TestFiles.create(root.resolve("small"), SMALL_BYTES);
    server = TestServer.start(root);
  }

  @AfterEach
  void closeServer() throws IOException {
    server.close();
  }

  @Test
  void smallFileDoesNotWaitForTheEndOfALargeOne() throws Exception {
    try (FramedClient client = server.slowFramedClient()) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.next(Exists.class);
      client.next(Block.class);

      client.send(FramedClient.wholeFile(2, "small"));

      Map<Integer, byte[]> received = takeUntilEnded(client, Set.of(2));
      assertThat(received.get(2)).isEqualTo(small);
      takeUntilEnded(client, Set.of(1));
    }
  }

  @Test
  void largeFilesTakeTurns() throws Exception {
    try (FramedClient client = server.slowFramedClient()) {
      client.send(new FileRequest(1, "large"), new FileRequest(2, "large"));
      client.next(Exists.class);
      client.next(Exists.class);
      client.send(new Ready(1, 0, Long.MAX_VALUE), new Ready(2, 0, Long.MAX_VALUE));

      Map<Integer, Integer> blocks = new HashMap<>();
      Object next = client.next();
      while (next instanceof Block block) {
        blocks.merge(block.id(), 1, Integer::sum);
        next = client.next();
      }

      assertThat(next).isInstanceOf(End.class);
      assertThat(blocks.values())
          .hasSize(2)
          .allMatch(count -> count > LARGE_BYTES / BLOCK_BYTES / 4);
    }
  }

  @Test
  void blocksOfManyExchangesAreNeverMixedUp() throws Exception {
    byte[] large = TestFiles.bytes(LARGE_BYTES, LARGE_BYTES);
    try (FramedClient client = server.framedClient()) {
      Set<Integer> ids = new HashSet<>();
      for (int id = 1; id <= 50; id++) {
        client.send(FramedClient.range(id, "large", id * 100_000L, 300_000));
        ids.add(id);
      }
      takeUntilEnded(client, ids)
          .forEach(
              (id, data) ->
                  assertThat(data)
                      .as("exchange %d", id)
                      .isEqualTo(Arrays.copyOfRange(large, id * 100_000, id * 100_000 + 300_000)));
    }
    assertThat(server.events().awaitExchanges(50)).allMatch(r -> r.outcome() == Outcome.SENT);
  }

  @Test
  void cancelEndsAnExchangeAndNotTheConnection() throws Exception {
    try (FramedClient client = server.slowFramedClient()) {
      client.send(FramedClient.wholeFile(1, "large"));
      client.next(Exists.class);
      client.next(Block.class);

      client.send(new Cancel(1));

      client.finish(1).assertFailed(ErrorCode.CANCELLED);
      assertThat(client.fetch(2, "small").bytes()).isEqualTo(small);
    }
    ExchangeReport report = server.events().awaitExchange();
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(report.bytesSent()).isBetween((long) BLOCK_BYTES, (long) LARGE_BYTES);
  }

  @Test
  void exchangeThatWaitsForReadyCanBeCancelled() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(new FileRequest(1, "small"));
      client.next(Exists.class);
      client.send(new Cancel(1));

      client.finish(1).assertFailed(ErrorCode.CANCELLED);
    }
  }

  @Test
  void exchangeCanBeCancelledInTheFlightThatBeginsIt() throws Exception {
    try (FramedClient client = server.framedClient()) {
      client.send(FramedClient.wholeFile(1, "large"), new Cancel(1), new Ping(1));

      Transfer transfer = client.finish(1);

      assertThat(transfer.answer()).isNull();
      transfer.assertFailed(ErrorCode.CANCELLED);
      assertThat(client.next()).isEqualTo(new Pong(1));
      assertThat(client.fetch(2, "small").bytes()).isEqualTo(small);
    }
    server.stop();
    assertThat(server.events().exchanges()).hasSize(2);
  }

  @Test
  void whatCrossedWithTheEndOfAnExchangeIsIgnored() throws Exception {
    try (FramedClient client = server.framedClient()) {
      assertThat(client.fetch(5, "small").bytes()).isEqualTo(small);

      client.send(
          new Cancel(5), new Ready(5, 0, 1), new Cancel(3), new Ready(4, 0, 1), new Ping(1));

      assertThat(client.next()).isEqualTo(new Pong(1));
    }
  }

  @Test
  void exchangeBeyondTheLimitIsRefusedAndTheOthersGoOn() throws Exception {
    try (FramedClient client = server.framedClient()) {
      int limit = client.serverMaxExchanges();
      for (int id = 1; id <= limit; id++) {
        client.send(new FileRequest(id, "small"));
        client.next(Exists.class);
      }

      client.send(new FileRequest(limit + 1, "small"));
      client.finish(limit + 1).assertFailed(ErrorCode.LIMIT_EXCEEDED);

      client.send(new Ready(1, 0, Long.MAX_VALUE));
      assertThat(client.finish(1).bytes()).isEqualTo(small);

      assertThat(client.fetch(limit + 2, "small").bytes()).isEqualTo(small);
    }
    ExchangeReport report = server.events().awaitExchange();
    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void clientsOwnLimitHoldsToo() throws Exception {
    try (FramedClient client = FramedClient.connect(server.address())) {
      Hello hello = FramedClient.HELLO;
      client.greet(new Hello(hello.features(), 1, hello.maxBlockBytes(), "test"));
      client.send(new FileRequest(1, "small"));
      client.next(Exists.class);

      client.send(new FileRequest(2, "small"));

      client.finish(2).assertFailed(ErrorCode.LIMIT_EXCEEDED);
    }
  }

  @Test
  void connectionThatEndsEndsEachOfItsExchangesOnce() throws Exception {
    try (FramedClient client = server.slowFramedClient()) {
      client.send(
          FramedClient.wholeFile(1, "large"),
          new FileRequest(2, "small"),
          FramedClient.wholeFile(3, "large"));
      client.next(Exists.class);
      client.next();
    }
    assertThat(server.events().awaitExchanges(3)).allMatch(r -> r.outcome() == Outcome.ABORTED);
    server.stop();
    assertThat(server.events().exchanges()).hasSize(3);
    assertThat(server.events().failedConnections()).isEmpty();
  }

  @Test
  void halfClosedConnectionEndsItsExchanges() throws Exception {
    try (FramedClient client = server.slowFramedClient()) {
      client.send(FramedClient.wholeFile(1, "large"), new FileRequest(2, "small"));
      client.next(Exists.class);
      client.socket().shutdownOutput();

      assertThat(server.events().awaitExchanges(2)).allMatch(r -> r.outcome() == Outcome.ABORTED);
      assertThat(Sockets.drain(client.socket())).isInstanceOf(Sockets.Closed.class);
    }
  }

  /** The data of each exchange, up to where all of {@code ids} have ended. */
  private static Map<Integer, byte[]> takeUntilEnded(FramedClient client, Set<Integer> ids)
      throws IOException {
    Map<Integer, ByteArrayOutputStream> received = new HashMap<>();
    Set<Integer> running = new HashSet<>(ids);
    while (!running.isEmpty()) {
      Object next = client.next();
      if (next instanceof Block block) {
        assertThat(block.intact()).isTrue();
        received
            .computeIfAbsent(block.id(), id -> new ByteArrayOutputStream())
            .writeBytes(block.data());
      } else if (next instanceof End end) {
        running.remove(end.id());
      } else {
        assertThat(next).isInstanceOf(Exists.class);
      }
    }
    Map<Integer, byte[]> data = new HashMap<>();
    received.forEach((id, bytes) -> data.put(id, bytes.toByteArray()));
    return data;
  }
}
