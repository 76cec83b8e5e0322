package io.ft.codec.framed;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Computes the CRC32C of parts of buffers, one after the other, and makes nothing new for each: it
 * is asked twice for every frame.
 *
 * <p>Used on one event loop.
 */
final class Checksum {

  private final CRC32C crc = new CRC32C();

  /** That of {@code length} bytes of {@code buffer} from {@code index}; moves no index. */
  int of(ByteBuf buffer, int index, int length) {
    crc.reset();
    if (buffer.nioBufferCount() == 1) {
      // The buffer's own view of itself, which the next caller may move.
      crc.update(buffer.internalNioBuffer(index, length));
    } else {
      for (ByteBuffer part : buffer.nioBuffers(index, length)) {
        crc.update(part);
      }
    }
    return (int) crc.getValue();
  }
}
