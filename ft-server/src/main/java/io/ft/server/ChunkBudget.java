package io.ft.server;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of files may be in memory for TLS, read and not yet taken by a client, on all
 * connections together.
 *
 * <p>Up to the budget each connection takes what it likes. Beyond it, one that has nothing on its
 * way gets one chunk, so that it goes on, and the others get nothing. Beyond twice the budget they
 * wait in line, and what is given back goes to whoever waits the longest.
 *
 * <p>Thread-safe.
 */
final class ChunkBudget {

  /** One record of TLS, so that a client is seen to take what it takes. */
  static final int CHUNK_BYTES = 16 * 1024;

  /** What one connection has on its way at most: less would never be of use. */
  static final long MIN_BYTES = RegionChunks.MAX_UNSENT_BYTES;

  // Guarded by this.
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private long maxBytes;
  private long takenBytes;

  ChunkBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What is taken beyond it is given back in its time. */
  void change(long maxBytes) {
    List<Runnable> granted;
    synchronized (this) {
      this.maxBytes = maxBytes;
      granted = grant();
    }
    granted.forEach(Runnable::run);
  }

  /**
   * Takes so many bytes, or fewer.
   *
   * @param begin of a connection that has nothing on its way: is called when there is a chunk for
   *     it, if there is nothing now, on whatever thread has made room for it. A chunk has been
   *     taken for it then. Null for a connection that asks again when something has been taken
   * @return how many were taken
   */
  synchronized int take(int bytes, @Nullable Runnable begin) {
    if (takenBytes + bytes <= maxBytes) {
      takenBytes += bytes;
      return bytes;
    }
    if (begin == null) {
      return 0;
    }
    if (waiting.isEmpty() && hasRoomForAChunk()) {
      int least = Math.min(bytes, CHUNK_BYTES);
      takenBytes += least;
      return least;
    }
    waiting.add(begin);
    return 0;
  }

  private boolean hasRoomForAChunk() {
    return takenBytes + CHUNK_BYTES <= 2 * maxBytes;
  }

  /** Has {@code begin} not called any more, if that has not been done yet. */
  synchronized void leave(Runnable begin) {
    waiting.remove(begin);
  }

  /** Gives them back, to those that wait. */
  void giveBack(int bytes) {
    List<Runnable> granted;
    synchronized (this) {
      takenBytes -= bytes;
      granted = grant();
    }
    // Out of the lock: it hands over to another event loop.
    granted.forEach(Runnable::run);
  }

  private List<Runnable> grant() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Runnable> granted = new ArrayList<>();
    while (!waiting.isEmpty() && hasRoomForAChunk()) {
      Runnable next = waiting.iterator().next();
      waiting.remove(next);
      takenBytes += CHUNK_BYTES;
      granted.add(next);
    }
    return granted;
  }

  /** Those that are not free. */
  synchronized long takenBytes() {
    return takenBytes;
  }

  /** How many connections wait. */
  synchronized int waiting() {
    return waiting.size();
  }
}
