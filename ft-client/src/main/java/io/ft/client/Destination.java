package io.ft.client;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/**
 * Takes the bytes of one download in order. Used on the writer thread alone; each method may wait
 * for a disk or a reader.
 */
interface Destination {

  /** Makes room for the bytes. */
  void open() throws IOException;

  /** Takes some bytes of the current block, and releases {@code content}, whatever happens. */
  void write(ByteBuf content) throws IOException;

  /** The bytes since the last call are right. */
  void blockVerified() throws IOException;

  /** All bytes are here: makes them visible under the target's name. */
  void commit(long sizeBytes) throws IOException;

  /** The download failed: leaves nothing behind. May be called in any state. */
  void abort();
}
