package io.ft.conformance.wire;

import io.ft.conformance.Violation;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads the fields of a payload one after the other, strictly. */
final class Fields {

  private static final int NANOS_A_SECOND = 1_000_000_000;

  private final String frame;
  private final ByteBuffer in;

  /**
   * @param frame what they are fields of, for messages
   */
  Fields(String frame, byte[] payload) {
    this.frame = frame;
    this.in = ByteBuffer.wrap(payload);
  }

  int u8(String field) throws Violation {
    return in(field, 1).get() & 0xFF;
  }

  int u16(String field) throws Violation {
    return in(field, 2).getShort() & 0xFFFF;
  }

  long u32(String field) throws Violation {
    return in(field, 4).getInt() & 0xFFFF_FFFFL;
  }

  int u31(String field) throws Violation {
    int value = in(field, 4).getInt();
    if (value < 0) {
      throw violation("N-1", field + ": its highest bit is set");
    }
    return value;
  }

  long u63(String field) throws Violation {
    long value = in(field, 8).getLong();
    if (value < 0) {
      throw violation("N-1", field + ": its highest bit is set");
    }
    return value;
  }

  long u64(String field) throws Violation {
    return in(field, 8).getLong();
  }

  byte[] bytes8(String field, int limit) throws Violation {
    return bytes(field, u8(field), limit);
  }

  byte[] bytes16(String field, int limit) throws Violation {
    return bytes(field, u16(field), limit);
  }

  Instant time(String field) throws Violation {
    long seconds = in(field, 8).getLong();
    long nanos = u32(field);
    if (nanos >= NANOS_A_SECOND) {
      throw violation("N-3", field + ": " + nanos + " nanoseconds");
    }
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException e) {
      throw violation("N-3", field + ": " + seconds + " seconds");
    }
  }

  byte[] raw(String field, int length) throws Violation {
    byte[] value = new byte[length];
    in(field, length).get(value);
    return value;
  }

  /** Nothing may be left. */
  void end() throws Violation {
    if (in.hasRemaining()) {
      throw violation("F-7", in.remaining() + " bytes behind the last field");
    }
  }

  Violation violation(String rule, String what) {
    return new Violation(rule + ": " + frame + ": " + what);
  }

  private byte[] bytes(String field, int length, int limit) throws Violation {
    if (length > limit) {
      throw violation("N-2", field + ": " + length + " bytes (expected: at most " + limit + ")");
    }
    return raw(field, length);
  }

  private ByteBuffer in(String field, int length) throws Violation {
    if (in.remaining() < length) {
      throw violation("F-7", "ends within " + field);
    }
    return in;
  }
}
