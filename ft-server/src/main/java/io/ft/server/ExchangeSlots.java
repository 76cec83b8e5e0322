package io.ft.server;

import java.util.concurrent.atomic.AtomicInteger;

/** How many exchanges run on all connections of a server together. Thread-safe. */
final class ExchangeSlots {

  private final int max;
  private final AtomicInteger taken = new AtomicInteger();

  ExchangeSlots(int max) {
    this.max = max;
  }

  /** Takes a slot if one is free. */
  boolean tryTake() {
    int now;
    do {
      now = taken.get();
      if (now >= max) {
        return false;
      }
    } while (!taken.compareAndSet(now, now + 1));
    return true;
  }

  /** Gives one back. */
  void giveBack() {
    taken.decrementAndGet();
  }
}
