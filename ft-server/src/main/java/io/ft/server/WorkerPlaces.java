package io.ft.server;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * How many workers of a server do one kind of long work at a time. Each takes a place for one step
 * and gets in line again for the next, so that little work does not wait for much to end.
 * Thread-safe.
 */
final class WorkerPlaces {

  // Guarded by this.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  WorkerPlaces(int count) {
    free = count;
  }

  /** Calls {@code begin} when there is a place for it: at once, or later on some other thread. */
  void enter(Runnable begin) {
    synchronized (this) {
      if (free == 0) {
        waiting.add(begin);
        return;
      }
      free--;
    }
    begin.run();
  }

  /** Has {@code begin} not called any more, if that has not been done yet. */
  synchronized void leave(Runnable begin) {
    waiting.remove(begin);
  }

  /** Gives back a place, to whoever waits the longest. */
  void giveBack() {
    Runnable next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
        return;
      }
    }
    next.run();
  }
}
