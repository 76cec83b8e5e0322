package io.ft.server;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which exchanges of all connections run, and which wait for that: each address has a line of its
 * own, and a slot that gets free goes to the next address that has somebody in line and may run one
 * more. Thread-safe.
 */
final class ExchangeSlots {

  /** What is known before anybody has waited: about a small file. */
  private static final double FIRST_GUESS_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How much the last interval counts among all. */
  private static final double NEWEST_SHARE = 0.1;

  private ExchangeLimits limits;

  // Guarded by this.
  private final Map<InetAddress, Line> lines = new HashMap<>();

  /** The lines whose first in line may have the next slot, in the order of their turns. */
  private final Queue<Line> turns = new ArrayDeque<>();

  private long lastNumber;
  private int running;
  private int waiting;
  private double intervalNanos = FIRST_GUESS_NANOS;
  private long lastGrantNanos;

  /** Those of one address. It is in {@link #turns} while it may have the next slot. */
  private static final class Line {
    final InetAddress address;

    /** By their numbers, and so in their order. */
    final NavigableMap<Long, Ticket> waiting = new TreeMap<>();

    int running;
    boolean hasTurn;

    Line(InetAddress address) {
      this.address = address;
    }
  }

  /** What came of {@link #enter}. */
  enum Entry {
    RUNNING,
    WAITING,
    FULL
  }

  /** One exchange, from {@link #enter} to {@link #leave}. */
  static final class Ticket {
    private final Line line;
    private final long number;
    private final Runnable begin;
    private final Runnable refuse;
    private final Entry entry;

    // Guarded by the slots.
    private Entry state;

    private Ticket(Line line, long number, Runnable begin, Runnable refuse, Entry entry) {
      this.line = line;
      this.number = number;
      this.begin = begin;
      this.refuse = refuse;
      this.entry = entry;
      this.state = entry;
    }

    /** What came of it at once; one that waits may run by the time that this is read. */
    Entry entry() {
      return entry;
    }
  }

  ExchangeSlots(ExchangeLimits limits) {
    this.limits = limits;
  }

  /** Other limits from now on. What runs and waits beyond them goes on. */
  void change(ExchangeLimits limits) {
    List<Ticket> granted;
    synchronized (this) {
      this.limits = limits;
      lines.values().forEach(this::giveTurn);
      granted = grant();
    }
    granted.forEach(ticket -> ticket.begin.run());
  }

  /**
   * One more exchange of {@code address}.
   *
   * @param begin is run when one that waits may run, on whatever thread has made room for it
   * @param refuse is run when one that waits has to leave, since others wait who have less in line
   */
  Ticket enter(InetAddress address, Runnable begin, Runnable refuse) {
    Ticket displaced;
    Ticket ticket;
    synchronized (this) {
      Line line = lines.computeIfAbsent(address, Line::new);
      boolean runs = running < limits.max() && line.running < limits.maxPerAddress();
      displaced = runs || waiting < limits.maxWaiting() ? null : makeRoom(line);
      boolean waits = !runs && waiting < limits.maxWaiting();
      Entry entry = runs ? Entry.RUNNING : waits ? Entry.WAITING : Entry.FULL;
      ticket = new Ticket(line, ++lastNumber, begin, refuse, entry);
      if (runs) {
        running++;
        line.running++;
      } else if (waits) {
        waiting++;
        line.waiting.put(ticket.number, ticket);
        giveTurn(line);
      }
      forgetIfEmpty(line);
    }
    if (displaced != null) {
      displaced.refuse.run();
    }
    return ticket;
  }

  /**
   * Takes the last out of the longest line, if that is still no shorter than {@code newcomer}'s
   * then: an address that fills all lines does so for itself alone.
   */
  private @Nullable Ticket makeRoom(Line newcomer) {
    Line longest = newcomer;
    for (Line line : lines.values()) {
      if (line.waiting.size() > longest.waiting.size()) {
        longest = line;
      }
    }
    if (longest.waiting.size() <= newcomer.waiting.size() + 1) {
      return null;
    }
    Ticket last = longest.waiting.pollLastEntry().getValue();
    last.state = Entry.FULL;
    waiting--;
    return last;
  }

  /** The exchange has ended, or does not wait any longer. A second call does nothing. */
  void leave(Ticket ticket) {
    List<Ticket> granted;
    synchronized (this) {
      Line line = ticket.line;
      if (ticket.state == Entry.RUNNING) {
        running--;
        line.running--;
        giveTurn(line);
      } else if (ticket.state == Entry.WAITING) {
        waiting--;
        line.waiting.remove(ticket.number);
      }
      ticket.state = Entry.FULL;
      granted = grant();
      forgetIfEmpty(line);
    }
    // Out of the lock: it hands over to another event loop.
    granted.forEach(each -> each.begin.run());
  }

  private void giveTurn(Line line) {
    if (!line.hasTurn && !line.waiting.isEmpty() && line.running < limits.maxPerAddress()) {
      line.hasTurn = true;
      turns.add(line);
    }
  }

  private List<Ticket> grant() {
    List<Ticket> granted = new ArrayList<>();
    while (running < limits.max() && !turns.isEmpty()) {
      Line line = turns.remove();
      line.hasTurn = false;
      // Whoever was in line may have left.
      if (!line.waiting.isEmpty() && line.running < limits.maxPerAddress()) {
        Ticket ticket = line.waiting.pollFirstEntry().getValue();
        waiting--;
        running++;
        line.running++;
        ticket.state = Entry.RUNNING;
        granted.add(ticket);
        noteGrant();
        giveTurn(line);
      }
      forgetIfEmpty(line);
    }
    return granted;
  }

  private void noteGrant() {
    long now = System.nanoTime();
    if (lastGrantNanos != 0) {
      intervalNanos += NEWEST_SHARE * (now - lastGrantNanos - intervalNanos);
    }
    // How long nobody came is no matter of the next who waits.
    lastGrantNanos = waiting == 0 ? 0 : now;
  }

  private void forgetIfEmpty(Line line) {
    if (line.running == 0 && line.waiting.isEmpty() && !line.hasTurn) {
      lines.remove(line.address, line);
    }
  }

  /** Where somebody stands in line, and when there may be room for it. */
  record Place(int place, long waitMillis) {}

  /** The place of one that waits. */
  synchronized Place placeOf(Ticket ticket) {
    int ahead = ticket.line.waiting.headMap(ticket.number).size();
    long place = ahead + 1L;
    for (Line other : turns) {
      if (other != ticket.line) {
        place += Math.min(other.waiting.size(), ahead + 1);
      }
    }
    long waitMillis = TimeUnit.NANOSECONDS.toMillis((long) (place * intervalNanos));
    return new Place((int) Math.min(place, Integer.MAX_VALUE), waitMillis);
  }

  /** How many run. */
  synchronized int running() {
    return running;
  }

  /** How many wait. */
  synchronized int waiting() {
    return waiting;
  }
}
