package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Feature;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.server.store.ConfinedDirectory;
import io.ft.server.store.FileStore;
import io.ft.server.store.FolderListing;
import io.ft.server.store.OpenFile;
import io.ft.server.store.Permission;
import io.ft.server.store.StoreOptions;
import io.ft.server.testing.Await;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings keep only some of the workers busy, so that files are opened meanwhile. */
class ListingWorkersTest {

  private static final Hello HELLO =
      new Hello(Set.of(Feature.LIST), 100, Limits.MAX_BLOCK_BYTES, "test");

  private static final int IDLE_MILLIS = 100;

  private Path root;
  private SlowFolders folders;

  @BeforeEach
  void createFile(@TempDir Path temporary) throws IOException {
    root = temporary;
    TestFiles.create(root.resolve("file"), 100);
    folders = new SlowFolders(ConfinedDirectory.open(root, StoreOptions.DEFAULT));
  }

  private StoreServer start() {
    return start(ServerTimeouts.DEFAULT);
  }

  private StoreServer start(ServerTimeouts timeouts) {
    // StoreServer has two workers.
    ServerThreads threads = new ServerThreads(1, 2, 1, 1);
    return StoreServer.start(
        TestServer.config(root, settings -> settings.threads(threads).timeouts(timeouts)),
        folders,
        Transport.best());
  }

  private static FramedClient list(StoreServer server) throws IOException {
    FramedClient client = FramedClient.connect(server.address());
    client.greet(HELLO);
    client.send(new ListRequest(1, "", false));
    return client;
  }

  private static void assertListed(FramedClient client) throws IOException {
    client.finish(1);
    assertThat(client.next()).isEqualTo(new ListEnd(1, 1, 0));
  }

  @Test
  void filesAreServedWhileListingsWaitForTheDisk() throws Exception {
    try (StoreServer server = start();
        FramedClient first = list(server);
        FramedClient second = list(server);
        FramedClient other = server.framedClient()) {
      folders.awaitReading(1);

      assertThat(other.fetch(1, "file").bytes()).hasSize(100);
      assertThat(folders.reading.get()).isEqualTo(1);

      folders.goOn();
      assertListed(first);
      assertListed(second);
    }
  }

  @Test
  void listingThatIsGivenUpInLineHoldsUpNoOther() throws Exception {
    try (StoreServer server = start();
        FramedClient first = list(server)) {
      folders.awaitReading(1);
      try (FramedClient second = list(server)) {
        second.send(FramedClient.wholeFile(2, "file"));
        // Its listing is in line by now.
        second.finish(2);
      }
      server.events().awaitExchanges(2);
      folders.goOn();
      assertListed(first);

      try (FramedClient third = list(server)) {
        assertListed(third);
      }
    }
  }

  @Test
  void listingThatWaitsForAPlaceIsNotIdle() throws Exception {
    try (StoreServer server = start(TestServer.timeouts(60_000, IDLE_MILLIS));
        FramedClient first = list(server)) {
      folders.awaitReading(1);
      try (FramedClient second = list(server)) {
        // Two idle connections, one after the other, are closed meanwhile.
        for (int i = 0; i < 2; i++) {
          try (FramedClient idle = server.framedClient()) {
            Sockets.drain(idle.socket());
          }
        }
        folders.goOn();

        assertListed(first);
        assertListed(second);
      }
    }
  }

  /** Folders that answer no worker until the test lets them. */
  private static final class SlowFolders implements FileStore {

    private final FileStore store;
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger reading = new AtomicInteger();

    SlowFolders(FileStore store) {
      this.store = store;
    }

    void awaitReading(int count) throws IOException {
      Await.until(count + " read a folder", () -> reading.get() == count);
    }

    void goOn() {
      goOn.countDown();
    }

    @Override
    public OpenFile open(String path, Permission permission) throws IOException {
      return store.open(path, permission);
    }

    @Override
    public FolderListing list(String path, boolean recursive, Permission permission)
        throws IOException {
      FolderListing listing = store.list(path, recursive, permission);
      return new FolderListing() {
        @Override
        public Batch next() throws IOException {
          reading.incrementAndGet();
          try {
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          } finally {
            reading.decrementAndGet();
          }
          return listing.next();
        }

        @Override
        public void close() throws IOException {
          listing.close();
        }
      };
    }

    @Override
    public void close() throws IOException {
      store.close();
    }
  }
}
