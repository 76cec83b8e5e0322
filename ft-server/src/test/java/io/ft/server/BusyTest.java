package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ft.codec.Busy;
import io.ft.codec.Cancel;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.NotExists;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.store.ConfinedDirectory;
import io.ft.server.store.FileStore;
import io.ft.server.store.FolderListing;
import io.ft.server.store.OpenFile;
import io.ft.server.store.Permission;
import io.ft.server.store.StoreOptions;
import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that has all it can do tells further clients to come back. */
class BusyTest {

  private static final int FILE_BYTES = 10_000;
  private static final Busy COME_BACK = new Busy(1, 1_000, 0);

  private Path root;
  private byte[] bytes;
  private TestServer server;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    root = temporary;
    bytes = TestFiles.create(root.resolve("file"), FILE_BYTES);
    server = TestServer.start(root, config -> config.exchanges(TestServer.exchanges(1)));
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void clientBeyondTheLimitIsToldToComeBack() throws Exception {
    try (FramedClient first = server.framedClient();
        FramedClient second = server.framedClient()) {
      first.send(new FileRequest(1, "file"));
      first.next(Exists.class);

      second.send(new FileRequest(1, "file"));
      assertThat(second.next()).isEqualTo(COME_BACK);
      assertThat(server.events().awaitExchange())
          .extracting(ExchangeReport::outcome, ExchangeReport::code, ExchangeReport::path)
          .containsExactly(Outcome.BUSY, null, "file");

      // Both connections are well.
      first.send(new Ready(1, 0, Long.MAX_VALUE));
      assertThat(first.finish(1).bytes()).isEqualTo(bytes);
      // The server learns a moment later than its client that all has been taken.
      Await.until("the place is free", () -> server.stats().runningExchanges() == 0);
      assertThat(second.fetch(2, "file").bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void classicClientBeyondTheLimitIsNotToldThatThereIsNoFile() throws Exception {
    try (FramedClient first = server.framedClient();
        ClassicClient second = server.classicClient()) {
      first.send(new FileRequest(1, "file"));
      first.next(Exists.class);

      second.send("file");

      assertThat(second.receive()).isEmpty();
      assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.BUSY);
    }
  }

  /** A way in which an exchange that waits for READY ends. */
  private interface End {
    void of(FramedClient client) throws IOException;
  }

  static Stream<Named<End>> ends() {
    return Stream.of(
        Named.of(
            "success",
            client -> {
              client.send(new Ready(1, 0, Long.MAX_VALUE));
              client.finish(1);
            }),
        Named.of("nothing wanted", client -> client.send(new Ready(1, 0, 0))),
        Named.of("bad range", client -> client.send(new Ready(1, FILE_BYTES + 1L, 1))),
        Named.of(
            "cancelled",
            client -> {
              client.send(new Cancel(1));
              client.next(Failure.class);
            }),
        Named.of("broken rule", client -> client.send(new Ready(7, 0, 1))),
        Named.of("closed", FramedClient::close));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void placeIsFreeAgainAfterEveryEnd(End end) throws Exception {
    for (int round = 0; round < 3; round++) {
      try (FramedClient first = server.framedClient();
          FramedClient second = server.framedClient()) {
        first.send(new FileRequest(1, "file"));
        first.next(Exists.class);

        end.of(first);

        assertExactlyOnePlace(second);
      }
    }
  }

  @Test
  void placeIsFreeAgainWhenAClientLeavesInTheMiddleOfItsData() throws Exception {
    TestFiles.create(root.resolve("large"), 64 << 20);
    try (FramedClient first = server.slowFramedClient();
        FramedClient second = server.framedClient()) {
      first.send(FramedClient.wholeFile(1, "large"));
      first.next(Exists.class);
      first.awaitBytes();

      Sockets.reset(first.socket());

      assertExactlyOnePlace(second);
    }
  }

  @Test
  void placeIsFreeAgainWhenAClientLeavesWhileItsFileIsOpened() throws Exception {
    GatedStore disk = new GatedStore(ConfinedDirectory.open(root, StoreOptions.DEFAULT));
    try (StoreServer slow =
            StoreServer.start(
                TestServer.config(root, config -> config.exchanges(TestServer.exchanges(1))),
                disk,
                Transport.best());
        FramedClient first = slow.framedClient();
        FramedClient second = slow.framedClient()) {
      first.send(new FileRequest(1, "file"));
      disk.awaitAsked();
      Sockets.reset(first.socket());
      slow.events().awaitExchange();

      // The result that comes when nobody waits for it gives nothing back a second time.
      disk.answer();

      assertExactlyOnePlace(second);
    }
  }

  @Test
  void placeIsFreeAgainWhenTheFileIsNotTheOneAskedFor() throws Exception {
    try (FramedClient first = server.framedClient();
        FramedClient second = server.framedClient()) {
      first.send(new FileRequest(1, "file", new Tag("00"), false, null));
      first.finish(1).assertFailed(ErrorCode.CHANGED);

      assertExactlyOnePlace(second);
    }
  }

  @Test
  void requestThatIsRefusedGivesNoPlaceBackThatItDidNotTake() throws Exception {
    try (FramedClient first = server.framedClient();
        FramedClient second = server.framedClient()) {
      first.send(new FileRequest(1, "file"));
      first.next(Exists.class);
      first.send(new FileRequest(2, "file", Tag.NONE, true, null));
      first.finish(2).assertFailed(ErrorCode.UNSUPPORTED);

      for (int id = 1; id <= 3; id++) {
        second.send(new FileRequest(id, "file"));
        assertThat(second.next()).isEqualTo(new Busy(id, 1_000, 0));
      }
    }
  }

  @Test
  void placeIsFreeAgainWhenThereIsNoFile() throws Exception {
    try (FramedClient first = server.framedClient();
        FramedClient second = server.framedClient()) {
      first.send(new FileRequest(1, "absent"));
      first.next(NotExists.class);

      assertExactlyOnePlace(second);
    }
  }

  private static void assertExactlyOnePlace(FramedClient client) throws IOException {
    int[] id = {0};
    Await.until(
        "there is a place",
        () -> {
          try {
            client.send(new FileRequest(++id[0], "file"));
            return client.next() instanceof Exists;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    client.send(new FileRequest(id[0] + 1, "file"));
    assertThat(client.next()).isEqualTo(new Busy(id[0] + 1, 1_000, 0));
    client.send(new Ready(id[0], 0, Long.MAX_VALUE));
    assertThat(client.finish(id[0]).bytes()).hasSize(FILE_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Too many open files", "Too many open files in system"})
  void missingHandleIsNoMissingFile(String reason) throws Exception {
    FileStore exhausted =
        new FileStore() {
          @Override
          public OpenFile open(String path, Permission permission) throws IOException {
            throw new FileSystemException(path, null, reason);
          }

          @Override
          public FolderListing list(String path, boolean recursive, Permission permission)
              throws IOException {
            throw new FileSystemException(path, null, reason);
          }

          @Override
          public void close() {}
        };
    try (StoreServer outOfHandles =
            StoreServer.start(
                TestServer.config(root, config -> config.exchanges(TestServer.exchanges(1))),
                exhausted,
                Transport.best());
        FramedClient client = outOfHandles.framedClient()) {
      // With one place, the second answer is this one only if the first exchange gave it back.
      for (int id = 1; id <= 2; id++) {
        client.send(new FileRequest(id, "file"));
        assertThat(client.next()).isEqualTo(new Busy(id, 1_000, 0));
      }
      assertThat(outOfHandles.events().awaitExchanges(2))
          .extracting(ExchangeReport::outcome, ExchangeReport::detail)
          .containsOnly(tuple(Outcome.BUSY, "too many open files"));
    }
  }
}
