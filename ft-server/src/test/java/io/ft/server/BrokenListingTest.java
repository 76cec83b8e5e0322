package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Busy;
import io.ft.codec.Entry.Kind;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Tag;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.store.ConfinedDirectory;
import io.ft.server.store.FileStore;
import io.ft.server.store.FolderEntry;
import io.ft.server.store.FolderListing;
import io.ft.server.store.OpenFile;
import io.ft.server.store.Permission;
import io.ft.server.store.StoreOptions;
import io.ft.server.testing.Await;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings that cannot go on behind their first entry. */
class BrokenListingTest {

  private static final String SECRET = "/srv/secret";

  private final AtomicInteger closed = new AtomicInteger();
  private CapturedLog log;
  private StoreServer server;

  @BeforeEach
  void startServer(@TempDir Path root) throws IOException {
    log = CapturedLog.of("io.ft.server");
    server =
        StoreServer.start(
            root, new BrokenStore(ConfinedDirectory.open(root, StoreOptions.DEFAULT)));
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
    log.close();
  }

  @Test
  void folderThatCannotBeReadIsAReadError() throws Exception {
    Listing listing = list("io");

    assertThat(listing.entries()).hasSize(1);
    listing.assertFailed(ErrorCode.READ_ERROR);
    assertThat(((Failure) listing.end()).text()).doesNotContain("secret");
    assertThat(server.events().awaitExchange())
        .extracting(ExchangeReport::outcome, ExchangeReport::entriesSent)
        .containsExactly(Outcome.FAILED, 1L);
  }

  @Test
  void clientIsToldToComeBackWhenTheHandlesRunOut() throws Exception {
    Listing listing = list("handles");

    assertThat(listing.entries()).hasSize(1);
    assertThat(listing.end()).isEqualTo(new Busy(1, 1_000, 0));
    assertThat(server.events().awaitExchange().outcome()).isEqualTo(Outcome.BUSY);
  }

  @Test
  void defectIsInternal() throws Exception {
    list("defect").assertFailed(ErrorCode.INTERNAL);
  }

  /** Ends as it should, is closed once, and gives its turn to the next one. */
  private Listing list(String path) throws IOException {
    try (FramedClient client = Listing.connect(server.address())) {
      Listing listing = Listing.of(client, 1, path);
      assertThat(Listing.of(client, 2, "").names()).isEmpty();
      Await.until("it is closed", () -> closed.get() == 1);
      return listing;
    }
  }

  private final class BrokenStore implements FileStore {

    private final FileStore store;

    BrokenStore(FileStore store) {
      this.store = store;
    }

    @Override
    public OpenFile open(String path, Permission permission) throws IOException {
      return store.open(path, permission);
    }

    @Override
    public FolderListing list(String path, boolean recursive, Permission permission)
        throws IOException {
      return path.isEmpty() ? store.list(path, recursive, permission) : new BrokenListing(path);
    }

    @Override
    public void close() throws IOException {
      store.close();
    }
  }

  private final class BrokenListing implements FolderListing {

    private final String fault;
    private boolean begun;

    BrokenListing(String fault) {
      this.fault = fault;
    }

    @Override
    public Batch next() throws IOException {
      if (!begun) {
        begun = true;
        FolderEntry entry = new FolderEntry(Kind.FILE, "f", 1, Instant.EPOCH, Tag.NONE);
        return new Batch(List.of(entry), 0, false);
      }
      switch (fault) {
        case "io" -> throw new IOException(SECRET);
        case "handles" -> throw new FileSystemException(SECRET, null, "Too many open files");
        default -> throw new IllegalStateException(SECRET);
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
