package io.ft.server;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets the exchanges of one connection take turns, one block each (or one batch of a listing), in
 * the order in which they asked: a small file never waits for a large one to end.
 *
 * <p>At most {@code maxBytesInFlight} are being read or written at a time, plus what one turn
 * takes, and at most {@value #MAX_TURNS} turns, each of which holds a file open. That is the
 * server's own back-pressure: a file region counts nothing towards a channel's writability.
 *
 * <p>Used on the connection's event loop alone.
 */
final class Turns {

  /** Something that can use a turn. */
  interface Taker {
    /**
     * Reads what the turn is for, and writes it.
     *
     * @return its bytes; {@link Turns#ended} is told when they are done with
     */
    int takeTurn();
  }

  private static final int MAX_TURNS = 64;

  private final Queue<Taker> waiting = new ArrayDeque<>();
  private final long maxBytesInFlight;
  private long bytesInFlight;
  private int turnsInFlight;
  private boolean stopped;

  Turns(long maxBytesInFlight) {
    this.maxBytesInFlight = maxBytesInFlight;
  }

  /** {@code taker} has something to send. */
  void enter(Taker taker) {
    waiting.add(taker);
    giveTurns();
  }

  /** {@code taker} has nothing to send after all. */
  void leave(Taker taker) {
    waiting.remove(taker);
  }

  /** What a turn was for is on the network, or never will be. */
  void ended(int turnBytes) {
    bytesInFlight -= turnBytes;
    turnsInFlight--;
    giveTurns();
  }

  /** The connection is gone: no one gets another turn. */
  void stop() {
    stopped = true;
    waiting.clear();
  }

  private void giveTurns() {
    while (!stopped
        && bytesInFlight < maxBytesInFlight
        && turnsInFlight < MAX_TURNS
        && !waiting.isEmpty()) {
      // Counted first: a turn can be over before this returns.
      turnsInFlight++;
      bytesInFlight += waiting.remove().takeTurn();
    }
  }
}
