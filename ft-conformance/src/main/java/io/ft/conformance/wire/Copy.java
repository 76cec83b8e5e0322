package io.ft.conformance.wire;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Keeps a copy of what is read. Not thread-safe. */
final class Copy extends FilterInputStream {

  private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

  Copy(InputStream in) {
    super(in);
  }

  /** What was read since the last time that this was asked. */
  byte[] take() {
    byte[] bytes = copy.toByteArray();
    copy.reset();
    return bytes;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      copy.write(value);
    }
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > 0) {
      copy.write(bytes, offset, read);
    }
    return read;
  }
}
