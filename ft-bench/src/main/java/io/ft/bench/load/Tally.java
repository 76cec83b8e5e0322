package io.ft.bench.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all clients together have downloaded: one file, so one size. Thread-safe. */
final class Tally {

  private static final long UNKNOWN = -1;

  private final AtomicLong fileBytes = new AtomicLong(UNKNOWN);
  private final LongAdder bytes = new LongAdder();

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

  /** The bytes of all whole files. */
  long bytes() {
    return bytes.sum();
  }
}
