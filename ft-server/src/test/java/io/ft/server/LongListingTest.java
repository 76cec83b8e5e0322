package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Busy;
import io.ft.codec.Cancel;
import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.store.ConfinedDirectory;
import io.ft.server.store.StoreOptions;
import io.ft.server.testing.Await;
import io.ft.server.testing.OpenHandles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings that are far longer than what the server may hold of them. */
class LongListingTest {

  private static final int FOLDERS = 10;
  private static final int FILES = 3_500;

  /** Long names make long listings of few files, which take long to make and to delete. */
  private static final String NAME = "a".repeat(245);

  private static final int ENTRIES = FOLDERS * (1 + FILES);
  private static final int BATCH_ENTRIES = 66;
  private static final int BATCHES = ENTRIES / BATCH_ENTRIES;

  /** What may be in the buffers of two sockets, in batches of at least 16 KiB each. */
  private static final int MAX_BATCHES_AHEAD = BATCHES / 2;

  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static Path root;

  private CountingStore store;
  private StoreServer server;

  @BeforeAll
  static void createFiles(@TempDir Path temporary) throws IOException {
    root = temporary;
    for (int folder = 0; folder < FOLDERS; folder++) {
      Path sub = Files.createDirectory(root.resolve("folder-" + folder));
      Files.createDirectory(sub.resolve("sub"));
      for (int file = 1; file < FILES; file++) {
        Files.createFile(sub.resolve(NAME + file));
      }
    }
  }

  @AfterAll
  static void nothingStaysOpen() throws IOException {
    assertThat(OpenHandles.below(root)).isEmpty();
  }

  @BeforeEach
  void startServer() throws IOException {
    store = new CountingStore(ConfinedDirectory.open(root, StoreOptions.DEFAULT));
    server =
        StoreServer.start(
            TestServer.config(root, config -> config.exchanges(TestServer.exchanges(2))),
            store,
            Transport.best());
  }

  @AfterEach
  void stopServer() throws IOException {
    store.allowAll();
    server.close();
    assertThat(store.openListings()).isZero();
    OpenHandles.awaitNone(root);
  }

  @Test
  void listingStandsStillWhileTheClientDoesNotRead() throws Exception {
    try (FramedClient client = Listing.connectSlow(server.address())) {
      client.send(new ListRequest(1, "", true));
      int standstill = awaitStandstill();

      assertThat(standstill).isBetween(1, MAX_BATCHES_AHEAD);

      Listing listing = Listing.finish(client, 1);
      assertThat(listing.end()).isEqualTo(new ListEnd(1, ENTRIES, 0));
      assertThat(listing.entries()).extracting(Entry::path).doesNotHaveDuplicates();
      assertThat(store.batches()).isGreaterThanOrEqualTo(BATCHES);
    }
    assertThat(server.events().awaitExchange().entriesSent()).isEqualTo(ENTRIES);
  }

  /** What waits for the client must not keep the server from reading what it says. */
  @Test
  void clientThatDoesNotReadIsStillHeard() throws Exception {
    try (FramedClient client = Listing.connectSlow(server.address())) {
      client.send(new ListRequest(1, "", true), new ListRequest(2, "", true));
      awaitStandstill();
      client.send(new Cancel(1), new Cancel(2));
      Await.until("both are closed", () -> store.openListings() == 0);
      client.send(new Ping(7));

      int entries = 0;
      int ends = 0;
      for (Object next = client.next(); !(next instanceof Pong); next = client.next()) {
        if (next instanceof Entry) {
          entries++;
        } else {
          assertThat(((Failure) next).code()).isEqualTo(ErrorCode.CANCELLED);
          ends++;
        }
      }
      assertThat(ends).isEqualTo(2);
      assertThat(entries).isLessThan(ENTRIES);
      assertThat(store.batches()).isLessThan(BATCHES);
    }
  }

  @Test
  void cancelledListingEndsOnceAndIsClosed() throws Exception {
    try (FramedClient client = Listing.connect(server.address())) {
      store.allowOnly(2);
      client.send(new ListRequest(1, "", true));
      store.awaitBatchThatWaits();
      client.send(new Cancel(1), new Ping(1));

      Listing.finish(client, 1).assertFailed(ErrorCode.CANCELLED);
      assertThat(client.next()).isEqualTo(new Pong(1));
      assertThat(store.openListings()).as("a worker still has it").isEqualTo(1);
      store.allowAll();

      Await.until("it is closed", () -> store.openListings() == 0);
      assertThat(Listing.of(client, 2, "").entries()).hasSize(FOLDERS);
    }
    assertThat(server.events().awaitExchanges(2))
        .extracting(ExchangeReport::code)
        .containsExactly(ErrorCode.CANCELLED, null);
  }

  @Test
  void listingOfAConnectionThatIsCutWhileAWorkerReadsIsClosed() throws Exception {
    try (FramedClient client = Listing.connect(server.address())) {
      store.allowOnly(2);
      client.send(new ListRequest(1, "folder-1", true));
      store.awaitBatchThatWaits();
      Sockets.reset(client.socket());
      assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
      assertThat(store.openListings()).isEqualTo(1);

      store.allowAll();

      Await.until("it is closed", () -> store.openListings() == 0);
      OpenHandles.awaitNone(root);
      assertThat(store.batches()).isEqualTo(3);
    }
  }

  @Test
  void listingOfAConnectionThatIsCutWhileItStandsStillIsClosed() throws Exception {
    try (FramedClient client = Listing.connectSlow(server.address())) {
      client.send(new ListRequest(1, "", true));
      awaitStandstill();
      assertThat(OpenHandles.below(root)).isNotEmpty();
      Sockets.reset(client.socket());

      OpenHandles.awaitNone(root);
      ExchangeReport report = server.events().awaitExchange();
      assertThat(report.outcome()).isEqualTo(Outcome.ABORTED);
      assertThat(report.entriesSent()).isBetween(1L, (long) ENTRIES);
      assertThat(store.openListings()).isZero();
    }
  }

  @Test
  void serverThatStopsClosesItsListings() throws Exception {
    try (TestServer stopped = TestServer.start(root);
        FramedClient client = Listing.connectSlow(stopped.address())) {
      client.send(new ListRequest(1, "", true));
      client.next(Entry.class);
      assertThat(OpenHandles.below(root)).isNotEmpty();

      stopped.stop();

      assertThat(stopped.events().awaitExchange().outcome()).isEqualTo(Outcome.ABORTED);
    }
  }

  @Test
  void listingTakesAPlaceAmongTheExchanges() throws Exception {
    try (FramedClient first = Listing.connectSlow(server.address());
        FramedClient second = Listing.connect(server.address())) {
      first.send(new ListRequest(1, "", true), new ListRequest(2, "", true));
      first.next(Entry.class);

      assertThat(Listing.of(second, 1, "").end()).isEqualTo(new Busy(1, 1_000, 0));

      Sockets.reset(first.socket());
      server.events().awaitExchanges(3);
      assertThat(Listing.of(second, 2, "").names()).hasSize(FOLDERS);
    }
  }

  /**
   * Returns the number of batches that were read until none was for a while. A pause that is taken
   * for the standstill makes a test weaker, and never fail.
   */
  private int awaitStandstill() throws IOException {
    int[] last = {-1};
    long[] since = {0};
    Await.until(
        "no more batches are read",
        () -> {
          if (store.batches() != last[0]) {
            last[0] = store.batches();
            since[0] = System.nanoTime();
          }
          return last[0] > 0 && System.nanoTime() - since[0] > QUIET_NANOS;
        });
    return last[0];
  }
}
