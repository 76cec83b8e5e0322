package io.ft.client.cli;

/**
 * Places for what runs at once. Who finds all of them taken is not woken for the first that is left
 * but for many: to wake a thread costs more than to fetch a small file.
 *
 * <p>Thread-safe; one thread at a time takes them.
 */
final class Places {

  private static final int WAKING_SHARE = 4;

  private final int count;
  private final int mostWhenWoken;

  // Guarded by this.
  private int taken;
  private int awaited = -1;

  Places(int count) {
    this.count = count;
    this.mostWhenWoken = count - Math.max(1, count / WAKING_SHARE);
  }

  /** Takes a place; waits while there is none. */
  synchronized void take() throws InterruptedException {
    if (taken == count) {
      await(mostWhenWoken);
    }
    taken++;
  }

  /** Gives a place back. */
  synchronized void leave() {
    taken--;
    if (taken == awaited) {
      notifyAll();
    }
  }

  /** Waits until all places have been given back. */
  synchronized void awaitAllLeft() throws InterruptedException {
    await(0);
  }

  private void await(int most) throws InterruptedException {
    awaited = most;
    while (taken > most) {
      wait();
    }
    awaited = -1;
  }
}
