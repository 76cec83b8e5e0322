package io.ft.server;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets the exchanges of one connection take turns, one block each, in the order in which they
 * asked: a small file never waits for a large one to end.
 *
 * <p>At most {@code maxBytesInFlight} are being read or written at a time, plus one block. That is
 * the server's own back-pressure: a file region counts nothing towards a channel's writability.
 *
 * <p>Used on the connection's event loop alone.
 */
final class BlockTurns {

  private final Queue<FileExchange> waiting = new ArrayDeque<>();
  private final long maxBytesInFlight;
  private long bytesInFlight;
  private boolean stopped;

  BlockTurns(long maxBytesInFlight) {
    this.maxBytesInFlight = maxBytesInFlight;
  }

  /** {@code exchange} has another block to send. */
  void enter(FileExchange exchange) {
    waiting.add(exchange);
    giveTurns();
  }

  /** {@code exchange} has no block to send after all. */
  void leave(FileExchange exchange) {
    waiting.remove(exchange);
  }

  /** A block that had its turn is on the network, or never will be. */
  void ended(int blockBytes) {
    bytesInFlight -= blockBytes;
    giveTurns();
  }

  /** The connection is gone: no exchange gets another turn. */
  void stop() {
    stopped = true;
    waiting.clear();
  }

  boolean isStopped() {
    return stopped;
  }

  private void giveTurns() {
    while (!stopped && bytesInFlight < maxBytesInFlight && !waiting.isEmpty()) {
      bytesInFlight += waiting.remove().takeTurn();
    }
  }
}
