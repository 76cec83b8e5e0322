package io.ft.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections there are. Some more than the limit are let in, for long enough to be told
 * to come back; the rest is closed at once. Thread-safe.
 */
final class ConnectionSlots {

  /** How many may be told to come back at a time. */
  static final int MAX_SURPLUS = 256;

  private final AtomicInteger taken = new AtomicInteger();
  private volatile int max;

  /** What came of {@link #enter}. */
  enum Entry {
    ADMITTED,
    SURPLUS,
    REFUSED
  }

  ConnectionSlots(int max) {
    this.max = max;
  }

  void change(int max) {
    this.max = max;
  }

  /** One more connection; unless it is refused, it has to {@link #leave}. */
  Entry enter() {
    int count = taken.incrementAndGet();
    if (count <= max) {
      return Entry.ADMITTED;
    }
    if (count <= (long) max + MAX_SURPLUS) {
      return Entry.SURPLUS;
    }
    taken.decrementAndGet();
    return Entry.REFUSED;
  }

  /** Whether the next one will be refused. */
  boolean isExhausted() {
    return taken.get() >= (long) max + MAX_SURPLUS;
  }

  /** One that entered is gone. */
  void leave() {
    taken.decrementAndGet();
  }

  /** How many there are. */
  int taken() {
    return taken.get();
  }
}
