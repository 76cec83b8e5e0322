package io.ft.codec.framed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames that were written and not flushed, one behind the other in one buffer. Most frames are
 * short, and a buffer, a write and a part of a gathering write for each would cost more than the
 * frame.
 *
 * <p>Used on one event loop.
 */
final class PendingFrames {

  private static final int INITIAL_BYTES = 256;

  private @Nullable ByteBuf frames;
  private List<ChannelPromise> promises = new ArrayList<>();

  /** Where the next frame is written to. It stays this object's. */
  ByteBuf buffer(ByteBufAllocator allocator) {
    ByteBuf buffer = frames;
    if (buffer == null) {
      buffer = allocator.ioBuffer(INITIAL_BYTES);
      frames = buffer;
    }
    return buffer;
  }

  /** {@code promise} is kept when what has been written to the buffer until now is sent. */
  void add(ChannelPromise promise) {
    promises.add(promise);
  }

  /** Passes all of them on. */
  void writeTo(ChannelHandlerContext ctx) {
    ByteBuf written = frames;
    if (written == null) {
      return;
    }
    frames = null;
    if (promises.isEmpty()) {
      // The one frame was refused.
      written.release();
    } else if (promises.size() == 1) {
      ctx.write(written, promises.remove(0));
    } else {
      List<ChannelPromise> kept = promises;
      promises = new ArrayList<>();
      ctx.write(written).addListener(result -> tell(kept, result));
    }
  }

  private static void tell(List<ChannelPromise> promises, Future<?> result) {
    for (ChannelPromise promise : promises) {
      if (result.isSuccess()) {
        promise.trySuccess();
      } else {
        promise.tryFailure(result.cause());
      }
    }
  }
}
