package io.ft.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of files may be in memory, on their way from the disk to the network, on all
 * connections together. Thread-safe.
 */
final class ContentBudget {

  /** What is beyond that is sent in another way, which takes no memory. */
  static final long DEFAULT_BYTES = 16L * 1024 * 1024;

  private final long maxBytes;
  private final AtomicLong taken = new AtomicLong();

  ContentBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes so many if they are free. */
  boolean tryTake(long bytes) {
    if (taken.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    giveBack(bytes);
    return false;
  }

  /** Those that are not free. */
  long takenBytes() {
    return taken.get();
  }

  /** Gives them back. */
  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
