package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that is fed and listened to. Any exception but the first {@link ProtocolException}
 * comes out of {@link #feed}. Closing it proves that no buffer is left, by the allocator's own
 * count, which costs less than leak detection and does not wait for the garbage collector.
 */
final class Receiver implements AutoCloseable {

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Transcript transcript = new Transcript();
  private @Nullable ProtocolException error;

  /** A receiver of what {@code sender} says. */
  Receiver(Side sender) {
    this(sender, Limits.MAX_BLOCK_BYTES);
  }

  Receiver(Side sender, int maxBlockBytes) {
    channel.config().setAllocator(allocator);
    channel
        .pipeline()
        .addLast(new FramedDecoder(sender, Limits.DEFAULT.withMaxBlockBytes(maxBlockBytes)));
  }

  /** Gives the decoder {@code bytes} in one buffer. */
  Receiver feed(byte[] bytes) {
    return feed(bytes, 0, bytes.length);
  }

  /** Gives the decoder the bytes from {@code start} to {@code end} in one buffer. */
  Receiver feed(byte[] bytes, int start, int end) {
    try {
      channel.writeInbound(allocator.heapBuffer().writeBytes(bytes, start, end - start));
    } catch (ProtocolException e) {
      assertThat(error).as("earlier error").isNull();
      error = e;
    }
    takeMessages();
    return this;
  }

  /** Gives the decoder {@code bytes} in buffers of random lengths. */
  Receiver feedPieces(byte[] bytes, Random random) {
    int start = 0;
    while (start < bytes.length) {
      int end = Math.min(bytes.length, start + 1 + random.nextInt(40));
      feed(bytes, start, end);
      start = end;
    }
    return this;
  }

  /** What was said so far, blocks that came whole joined. */
  List<Object> said() {
    return transcript.entries();
  }

  Transcript transcript() {
    return transcript;
  }

  /** The error, null while there was none. */
  @Nullable ProtocolException error() {
    return error;
  }

  /** Fails unless there was an error with this code. */
  void assertRefused(ErrorCode code) {
    assertThat(error).isNotNull().extracting(ProtocolException::code).isEqualTo(code);
  }

  /** The bytes that are held in buffers. */
  long heldBytes() {
    return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
  }

  @Override
  public void close() {
    channel.finish();
    takeMessages();
    assertThat(heldBytes()).as("bytes in buffers after close").isZero();
  }

  private void takeMessages() {
    Message message = channel.readInbound();
    while (message != null) {
      transcript.add(message);
      message = channel.readInbound();
    }
  }
}
