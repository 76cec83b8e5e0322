package io.ft.conformance.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes fields one after the other (section 1, N-1 to N-3). Nothing is checked. */
public final class Payload {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** One byte. */
  public Payload u8(int value) {
    out.write(value);
    return this;
  }

  /** Two bytes. */
  public Payload u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  /** Three bytes. */
  public Payload u24(int value) {
    return u8(value >>> 16).u16(value);
  }

  /** Four bytes. */
  public Payload u32(int value) {
    return u16(value >>> 16).u16(value);
  }

  /** Eight bytes. */
  public Payload u64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  /** One byte with a number of bytes, and these bytes. */
  public Payload bytes8(byte[] value) {
    return u8(value.length).raw(value);
  }

  /** Two bytes with a number of bytes, and these bytes. */
  public Payload bytes16(byte[] value) {
    return u16(value.length).raw(value);
  }

  /** As {@link #bytes16(byte[])}, in UTF-8. */
  public Payload bytes16(String value) {
    return bytes16(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Seconds and nanoseconds. */
  public Payload time(Instant value) {
    return u64(value.getEpochSecond()).u32(value.getNano());
  }

  /** Bytes as they are. */
  public Payload raw(byte[] value) {
    out.writeBytes(value);
    return this;
  }

  /** All that was written. */
  public byte[] bytes() {
    return out.toByteArray();
  }
}
