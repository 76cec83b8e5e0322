package io.ft.client.store;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** Moves bytes out of Netty's buffers. */
final class Buffers {

  private Buffers() {}

  /** Writes all of {@code content} to {@code out}, and releases it, whatever happens. */
  static void writeAndRelease(ByteBuf content, WritableByteChannel out) throws IOException {
    try {
      for (ByteBuffer bytes : content.nioBuffers()) {
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
    } finally {
      content.release();
    }
  }

  /** Writes all of {@code content} to {@code out} at {@code offset}, and releases it, likewise. */
  static void writeAndRelease(ByteBuf content, FileChannel out, long offset) throws IOException {
    try {
      long position = offset;
      for (ByteBuffer bytes : content.nioBuffers()) {
        while (bytes.hasRemaining()) {
          position += out.write(bytes, position);
        }
      }
    } finally {
      content.release();
    }
  }
}
