package io.ft.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of files may be in memory, on their way from the disk to the network, on all
 * connections together. Thread-safe.
 */
final class ContentBudget {

  private volatile long maxBytes;
  private final AtomicLong taken = new AtomicLong();

  ContentBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What is taken beyond it is given back in its time. */
  void change(long maxBytes) {
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
