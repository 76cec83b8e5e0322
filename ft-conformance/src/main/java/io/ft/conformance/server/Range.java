package io.ft.conformance.server;

import io.ft.conformance.Violation;
import io.ft.conformance.wire.Message;
import java.io.ByteArrayOutputStream;

/** The only blocks that can come for one range of a file (B-1, B-3, B-7). */
final class Range {

  private final int id;
  private final int blockSize;
  private final long from;
  private final long until;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final boolean kept;
  private long next;

  /** The range that {@code length} bytes at {@code offset} are of the file. */
  Range(Message.Exists exists, long offset, long length) {
    this(exists, offset, length, true);
  }

  private Range(Message.Exists exists, long offset, long length, boolean kept) {
    this.id = exists.id();
    this.blockSize = exists.blockSize();
    this.from = offset;
    this.until = offset + Math.min(length, exists.size() - offset);
    this.next = offset;
    this.kept = kept;
  }

  /** All of a file of zeros, whose data is looked at and not kept. */
  static Range ofZeros(Message.Exists exists) {
    return new Range(exists, 0, exists.size(), false);
  }

  /** The next block of it. */
  void add(Message.Block block) throws Violation {
    long expected = Math.min(until, (next / blockSize + 1) * blockSize) - next;
    if (next == until) {
      throw new Violation("B-7: got " + Message.describe(block) + " (expected: END)");
    }
    if (block.id() != id || block.offset() != next || block.data().length != expected) {
      throw new Violation(
          "B-1, B-3: got %s (expected: BLOCK for %d (%d at %d))"
              .formatted(Message.describe(block), id, expected, next));
    }
    if (!block.intact()) {
      throw new Violation("N-4: the data check of " + Message.describe(block) + " does not match");
    }
    next += block.data().length;
    if (kept) {
      data.writeBytes(block.data());
    } else {
      expectZeros(block);
    }
  }

  private static void expectZeros(Message.Block block) throws Violation {
    for (byte each : block.data()) {
      if (each != 0) {
        throw new Violation("B-5: got bytes in " + Message.describe(block) + " that are not its");
      }
    }
  }

  /** Its end; returns the data. */
  byte[] end(Message.End end) throws Violation {
    if (next != until || end.length() != until - from) {
      throw new Violation(
          "B-7: got %s behind %d bytes (expected: %d bytes)"
              .formatted(Message.describe(end), next - from, until - from));
    }
    return data.toByteArray();
  }

  boolean isComplete() {
    return next == until;
  }
}
