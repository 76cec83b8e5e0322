package io.ft.bench.codec;

import io.ft.codec.Message;
import io.ft.codec.framed.FramedServerCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;

/** Bytes to decode, in pooled direct buffers as they would come from a socket. */
final class Frames {

  private Frames() {}

  /** The frames of {@code messages}, which are released. The caller releases the result. */
  static ByteBuf encode(Message... messages) {
    EmbeddedChannel encoder = new EmbeddedChannel(new FramedServerCodec());
    encoder.writeOutbound((Object[]) messages);
    ByteBuf all = PooledByteBufAllocator.DEFAULT.directBuffer();
    for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    return all;
  }

  /**
   * Releases {@code stream} and returns copies of its parts of {@code readBytes} each, which the
   * caller releases. None has room for more bytes, so that no decoder can append to one that comes
   * again.
   */
  static List<ByteBuf> cut(ByteBuf stream, int readBytes) {
    List<ByteBuf> reads = new ArrayList<>();
    while (stream.isReadable()) {
      int length = Math.min(readBytes, stream.readableBytes());
      reads.add(
          PooledByteBufAllocator.DEFAULT.directBuffer(length, length).writeBytes(stream, length));
    }
    stream.release();
    return reads;
  }
}
