package io.ft.server;

import io.ft.server.store.FileStore;
import io.ft.server.store.FolderListing;
import io.ft.server.store.OpenFile;
import io.ft.server.store.Permission;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A disk that answers no request until the test lets it. */
final class GatedStore implements FileStore {

  private final FileStore store;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  GatedStore(FileStore store) {
    this.store = store;
  }

  @Override
  public OpenFile open(String path, Permission permission) throws IOException {
    return answered(() -> store.open(path, permission));
  }

  @Override
  public FolderListing list(String path, boolean recursive, Permission permission)
      throws IOException {
    return answered(() -> store.list(path, recursive, permission));
  }

  private interface Request<T> {
    T make() throws IOException;
  }

  private <T> T answered(Request<T> request) throws IOException {
    asked.countDown();
    await(answer);
    try {
      return request.make();
    } finally {
      answered.countDown();
    }
  }

  /** Waits until a worker waits for this disk. */
  void awaitAsked() throws IOException {
    await(asked);
  }

  /** Answers every request, and waits until the first one has its answer. */
  void answer() throws IOException {
    answer.countDown();
    await(answered);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() throws IOException {
    answer.countDown();
    store.close();
  }
}
