package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import org.jspecify.annotations.Nullable;

/** An encoder whose bytes are read. Closing it proves that no buffer is left. */
final class Sender implements AutoCloseable {

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  Sender() {
    channel.config().setAllocator(allocator);
    channel.pipeline().addLast(new FramedEncoder());
  }

  /** The bytes of {@code message}. */
  byte[] encode(Object message) {
    assertThat(tryWrite(message)).isNull();
    ByteBuf frame = (ByteBuf) written();
    byte[] bytes = ByteBufUtil.getBytes(frame);
    frame.release();
    assertThat(channel.outboundMessages()).as("further buffers").isEmpty();
    return bytes;
  }

  /** Writes {@code message}, which takes over the caller's reference; why it failed or null. */
  @Nullable Throwable tryWrite(Object message) {
    ChannelFuture written = channel.writeAndFlush(message);
    assertThat(written.isDone()).isTrue();
    return written.cause();
  }

  /** The next thing that came out, whose reference is the caller's. */
  Object written() {
    Object written = channel.readOutbound();
    assertThat(written).as("something written").isNotNull();
    return written;
  }

  /** A buffer that counts as this sender's. */
  ByteBuf buffer(byte[] bytes) {
    return allocator.heapBuffer().writeBytes(bytes);
  }

  @Override
  public void close() {
    assertThat(channel.finish()).as("something was written and not read").isFalse();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }
}
