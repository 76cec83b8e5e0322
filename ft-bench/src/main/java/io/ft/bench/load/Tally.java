package io.ft.bench.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What one or more clients have downloaded of one file, which has one size. Thread-safe. */
final class Tally {

  private static final long UNKNOWN = -1;

  private final AtomicLong fileBytes = new AtomicLong(UNKNOWN);
  private final LongAdder bytes = new LongAdder();
  private final LongAdder bytesSoFar = new LongAdder();

  /** Counts a whole file. */
  void downloaded(long size) throws IOException {
    if (fileBytes.get() != size && !fileBytes.compareAndSet(UNKNOWN, size)) {
      // Another client may have been the first in between.
      long expected = fileBytes.get();
      if (expected != size) {
        throw new IOException(
            "a file of %d bytes (expected: %d as before)".formatted(size, expected));
      }
    }
    bytes.add(size);
  }

  /** Counts a piece of a file. That it is right is known at the end of its block. */
  void came(long count) {
    bytesSoFar.add(count);
  }

  /** The bytes that came, of files that are not yet whole, too. */
  long bytesSoFar() {
    return bytesSoFar.sum();
  }

  /** The bytes of all whole files. */
  long bytes() {
    return bytes.sum();
  }
}
