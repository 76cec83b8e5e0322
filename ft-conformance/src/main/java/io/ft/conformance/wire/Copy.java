package io.ft.conformance.wire;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Keeps a copy of the first bytes of what is read, and counts all. Not thread-safe. */
final class Copy extends FilterInputStream {

  private final int maxBytes;
  private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
  private long count;

  Copy(InputStream in, int maxBytes) {
    super(in);
    this.maxBytes = maxBytes;
  }

  /**
   * What was read since the last time.
   *
   * @param first as many of the bytes as are kept
   * @param count how many there were
   */
  record Bytes(byte[] first, long count) {}

  /** What was read since the last time that this was asked. */
  Bytes take() {
    Bytes bytes = new Bytes(copy.toByteArray(), count);
    copy.reset();
    count = 0;
    return bytes;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      count++;
      if (copy.size() < maxBytes) {
        copy.write(value);
      }
    }
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > 0) {
      count += read;
      copy.write(bytes, offset, Math.min(read, maxBytes - copy.size()));
    }
    return read;
  }
}
