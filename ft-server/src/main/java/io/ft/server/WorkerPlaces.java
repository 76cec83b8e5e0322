package io.ft.server;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many workers of a server do one kind of long work at a time. Each takes a place for one step
 * and gets in line again for the next, so that little work does not wait for much to end. Each
 * address has a line of its own, and the turns go round the addresses. Thread-safe.
 */
final class WorkerPlaces {

  /**
   * Those that wait, by address, in the order of the addresses' turns; no line is empty. Guarded by
   * this.
   */
  private final Map<InetAddress, Set<Runnable>> lines = new LinkedHashMap<>();

  private int free;

  WorkerPlaces(int count) {
    free = count;
  }

  /**
   * Calls {@code begin} when there is a place for it: at once, or later on some other thread.
   *
   * @param client the address that stands for it, see {@link AddressGroup}
   */
  void enter(InetAddress client, Runnable begin) {
    synchronized (this) {
      if (free == 0) {
        lines.computeIfAbsent(client, first -> new LinkedHashSet<>()).add(begin);
        return;
      }
      free--;
    }
    begin.run();
  }

  /** Has {@code begin} not called any more, if that has not been done yet. */
  synchronized void leave(InetAddress client, Runnable begin) {
    Set<Runnable> line = lines.get(client);
    if (line != null && line.remove(begin) && line.isEmpty()) {
      lines.remove(client);
    }
  }

  /** Gives back a place, to the first in line of the address whose turn it is. */
  void giveBack() {
    Runnable next;
    synchronized (this) {
      if (lines.isEmpty()) {
        free++;
        return;
      }
      next = removeNext();
    }
    next.run();
  }

  private Runnable removeNext() {
    Map.Entry<InetAddress, Set<Runnable>> turn = lines.entrySet().iterator().next();
    InetAddress client = turn.getKey();
    Set<Runnable> line = turn.getValue();
    Iterator<Runnable> all = line.iterator();
    Runnable next = all.next();
    all.remove();
    lines.remove(client);
    if (!line.isEmpty()) {
      lines.put(client, line);
    }
    return next;
  }

  /** How many addresses have somebody in line. */
  synchronized int addressesInLine() {
    return lines.size();
  }
}
