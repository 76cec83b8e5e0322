package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Busy;
import io.ft.codec.Cancel;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.NotExists;
import io.ft.codec.Ready;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What finds no slot waits in line for one. */
class WaitingExchangesTest {

  private static final long LONG_MILLIS = 60_000;

  private Path root;
  private TestServer server;
  private FramedClient first;

  @BeforeEach
  void occupyTheOnlySlot(@TempDir Path temporary) throws IOException {
    root = temporary;
    TestFiles.create(root.resolve("file"), 100);
    server = TestServer.start(root, settings -> settings.exchanges(limits(10, LONG_MILLIS)));
    first = server.framedClient();
    first.send(new FileRequest(1, "file"));
    first.next(Exists.class);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    first.close();
    server.close();
  }

  private static ExchangeLimits limits(int maxWaiting, long maxWaitMillis) {
    return new ExchangeLimits(1, 1, 8, maxWaiting, maxWaitMillis);
  }

  private void awaitWaiting(int count) throws IOException {
    Await.until(count + " wait", () -> server.stats().waitingExchanges() == count);
  }

  private void freeTheSlot() throws IOException {
    first.send(new Ready(1, 0, Long.MAX_VALUE));
    assertThat(first.finish(1).bytes()).hasSize(100);
  }

  @Test
  void theyBeginInTheirOrderWhenTheSlotIsFree() throws Exception {
    try (FramedClient second = server.framedClient()) {
      second.send(new FileRequest(1, "file"), FramedClient.wholeFile(2, "file"));
      awaitWaiting(2);
      // It may say that it is ready before it hears of the file.
      second.send(new Ready(1, 0, Long.MAX_VALUE));

      freeTheSlot();

      assertThat(second.finish(1).bytes()).hasSize(100);
      assertThat(second.finish(2).bytes()).hasSize(100);
    }
  }

  @Test
  void classicClientsWaitToo() throws Exception {
    try (ClassicClient classic = server.classicClient()) {
      classic.send("file");
      awaitWaiting(1);
      freeTheSlot();

      assertThat(classic.receive(6)).asString().isEqualTo("EXISTS");
    }
  }

  @Test
  void listingsWaitToo() throws Exception {
    try (FramedClient second = FramedClient.connect(server.address())) {
      second.greet(new Hello(Set.of(Feature.LIST), 100, Limits.MAX_BLOCK_BYTES, "test"));
      second.send(new ListRequest(1, "", false));
      awaitWaiting(1);
      freeTheSlot();

      assertThat(second.finish(1).end()).isNotInstanceOf(Busy.class);
      Object last = second.next();
      assertThat(last).isEqualTo(new ListEnd(1, 1, 0));
    }
  }

  @Test
  void whoHasWaitedForTooLongIsToldItsPlace() throws Exception {
    server.reconfigure(settings -> settings.exchanges(limits(10, 300)));
    try (FramedClient second = server.framedClient()) {
      second.send(new FileRequest(1, "file"), new FileRequest(2, "file"));

      Busy ahead = second.next(Busy.class);
      assertThat(ahead.place()).isEqualTo(1);
      assertThat(ahead.retryAfterMillis()).isBetween(1_000L, 60_000L);
      assertThat(second.next(Busy.class).id()).isEqualTo(2);
      assertThat(server.events().awaitExchange())
          .extracting(ExchangeReport::outcome, ExchangeReport::detail)
          .containsExactly(Outcome.BUSY, "waited in line for too long");
      assertThat(server.stats().waitingExchanges()).isZero();
    }
  }

  @Test
  void whoFindsTheLineFullIsToldAtOnce() throws Exception {
    server.reconfigure(settings -> settings.exchanges(limits(1, LONG_MILLIS)));
    try (FramedClient second = server.framedClient()) {
      second.send(new FileRequest(1, "file"), new FileRequest(2, "file"));

      assertThat(second.next()).isEqualTo(new Busy(2, 1_000, 0));
      freeTheSlot();
      assertThat(second.next()).isInstanceOf(Exists.class);
    }
  }

  @Test
  void whoCancelsLeavesTheLine() throws Exception {
    try (FramedClient second = server.framedClient()) {
      second.send(new FileRequest(1, "file"), FramedClient.wholeFile(2, "file"));
      awaitWaiting(2);
      second.send(new Cancel(1));
      assertThat(second.next(Failure.class).code()).isEqualTo(ErrorCode.CANCELLED);
      awaitWaiting(1);

      freeTheSlot();
      assertThat(second.finish(2).bytes()).hasSize(100);
    }
  }

  @Test
  void nameThatNobodyCanHaveDoesNotWait() throws Exception {
    try (FramedClient second = server.framedClient()) {
      second.send(new FileRequest(1, "x".repeat(Limits.MAX_PATH_BYTES + 1)));

      assertThat(second.next()).isEqualTo(new NotExists(1));
      assertThat(server.stats().waitingExchanges()).isZero();
    }
  }

  @Test
  void whoGoesAwayLeavesTheLine() throws Exception {
    try (FramedClient second = server.framedClient()) {
      second.send(new FileRequest(1, "file"));
      awaitWaiting(1);
    }
    awaitWaiting(0);
    freeTheSlot();
    assertThat(first.fetch(2, "file").bytes()).hasSize(100);
  }
}
