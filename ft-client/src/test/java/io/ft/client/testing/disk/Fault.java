package io.ft.client.testing.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** How a call goes wrong. */
public enum Fault {
  /** It fails and has done nothing. */
  IO_ERROR("Input/output error"),
  /** A write fails for want of room. */
  NO_SPACE("No space left on device"),
  /** A write takes half of the bytes, which is no failure at all. */
  SHORT_WRITE(null),
  /** A write succeeds, and one bit on the disk is another. */
  DAMAGE(null);

  private final @Nullable String message;

  Fault(@Nullable String message) {
    this.message = message;
  }

  /** The message of the failure; null if the call does not fail. */
  @Nullable String message() {
    return message;
  }

  /** Fails as the system's own calls do. */
  void strike(Call call, String file) throws IOException {
    if (message == null) {
      return;
    }
    if (call == Call.READ || call == Call.WRITE || call == Call.TRUNCATE || call == Call.FORCE) {
      // Channels know no name.
      throw new IOException(message);
    }
    throw new FileSystemException(file, null, message);
  }

  /** What of {@code bytes} this fault lets through to the disk; their position stays. */
  ByteBuffer passed(ByteBuffer bytes) {
    ByteBuffer passed = bytes.duplicate();
    if (this == SHORT_WRITE) {
      return passed.limit(passed.position() + (passed.remaining() + 1) / 2);
    }
    if (this == DAMAGE) {
      ByteBuffer copy = ByteBuffer.allocate(passed.remaining()).put(passed).flip();
      return copy.put(0, (byte) (copy.get(0) ^ 1));
    }
    return passed;
  }
}
