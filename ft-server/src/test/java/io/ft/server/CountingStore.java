package io.ft.server;

import io.ft.server.store.FileStore;
import io.ft.server.store.FolderListing;
import io.ft.server.store.OpenFile;
import io.ft.server.store.Permission;
import io.ft.server.testing.Await;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is read of listings, and can stop in the middle of a batch. */
final class CountingStore implements FileStore {

  private static final int UNLIMITED = 1 << 20;

  private final FileStore store;
  private final AtomicInteger batches = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger inBatch = new AtomicInteger();
  private final Semaphore allowed = new Semaphore(UNLIMITED);

  CountingStore(FileStore store) {
    this.store = store;
  }

  /** The batches that were read so far. */
  int batches() {
    return batches.get();
  }

  /** The listings that are open. */
  int openListings() {
    return open.get();
  }

  /** Lets {@code count} more batches be read, and has a worker wait that is to read another. */
  void allowOnly(int count) {
    allowed.drainPermits();
    allowed.release(count);
  }

  /** Lets workers read on. */
  void allowAll() {
    allowed.release(UNLIMITED);
  }

  /** Waits until a worker waits. */
  void awaitBatchThatWaits() throws IOException {
    Await.until("a worker waits", () -> allowed.availablePermits() == 0 && inBatch.get() > 0);
  }

  @Override
  public OpenFile open(String path, Permission permission) throws IOException {
    return store.open(path, permission);
  }

  @Override
  public FolderListing list(String path, boolean recursive, Permission permission)
      throws IOException {
    FolderListing listing = store.list(path, recursive, permission);
    open.incrementAndGet();
    return new FolderListing() {
      @Override
      public Batch next() throws IOException {
        inBatch.incrementAndGet();
        try {
          if (!allowed.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("waited in vain");
          }
        } catch (InterruptedException e) {
          throw new IOException(e);
        } finally {
          inBatch.decrementAndGet();
        }
        batches.incrementAndGet();
        return listing.next();
      }

      @Override
      public void close() throws IOException {
        open.decrementAndGet();
        listing.close();
      }
    };
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
