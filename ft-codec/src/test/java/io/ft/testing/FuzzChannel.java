package io.ft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Handlers that are fed and listened to, and the rules that hold for whatever they are fed:
 *
 * <ul>
 *   <li>no exception comes out but one {@link ProtocolException}, and nothing at all after it;
 *   <li>what is held in buffers, and what is allocated on the heap, is in proportion to what came;
 *   <li>behind the end nothing comes, and no buffer and no timer is left.
 * </ul>
 *
 * <p>Time stands still until {@link #pass}. Buffers are counted by the allocator, which costs less
 * than leak detection and does not wait for the garbage collector.
 */
public final class FuzzChannel implements AutoCloseable {

  /** Neighbouring contents of one exchange, or neighbouring buffers, joined to one. */
  public record Bytes(int id, String hex) {}

  private static final int BUFFERS = 0;
  private static final long FIXED_HELD_BYTES = 1024;

  /** Longer than any timer. */
  private static final long LONG_MILLIS = 3_600_000;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Allocations allocations = new Allocations();
  private final List<Object> said = new ArrayList<>();
  private final StringBuilder joined = new StringBuilder();
  private int joinedId = -1;
  private @Nullable ProtocolException error;
  private long receivedBytes;

  public FuzzChannel(ChannelHandler... handlers) {
    channel.config().setAllocator(allocator);
    channel.freezeTime();
    channel.pipeline().addLast(handlers);
  }

  /** {@code bytes} arrive in one buffer. */
  public FuzzChannel receive(byte[] bytes) {
    return receive(bytes, 0, bytes.length);
  }

  /** {@code bytes} arrive in pieces: each byte of {@code cuts} is a length, again and again. */
  public FuzzChannel receive(byte[] bytes, byte[] cuts) {
    int start = 0;
    for (int i = 0; start < bytes.length; i++) {
      int length = cuts.length == 0 ? bytes.length : 1 + (cuts[i % cuts.length] & 0xFF);
      int end = Math.min(bytes.length, start + length);
      receive(bytes, start, end);
      start = end;
    }
    return this;
  }

  private FuzzChannel receive(byte[] bytes, int start, int end) {
    if (channel.isOpen() && start < end) {
      receivedBytes += end - start;
      ByteBuf buffer = allocator.heapBuffer(end - start).writeBytes(bytes, start, end - start);
      run(() -> channel.writeInbound(buffer));
      assertThat(heldBytes())
          .as("bytes held of %d", receivedBytes)
          .isLessThanOrEqualTo(FIXED_HELD_BYTES + 2 * receivedBytes);
    }
    return this;
  }

  /** Time passes, and the timers that are due go off. */
  public FuzzChannel pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    run(
        () -> {
          channel.runScheduledPendingTasks();
          channel.checkException();
        });
    return this;
  }

  /** The peer closes its end in an orderly way, unless it has ended. */
  public FuzzChannel peerCloses() {
    if (!channel.isOpen()) {
      return this;
    }
    run(
        () -> {
          // Not through the pipeline, so that it is no close of this side.
          channel.unsafe().close(channel.newPromise());
          channel.runPendingTasks();
          channel.checkException();
        });
    return this;
  }

  /** Writes and flushes what must be taken. */
  public FuzzChannel write(Object message) {
    assertThat(channel.writeAndFlush(message).cause()).isNull();
    channel.runPendingTasks();
    return this;
  }

  /** A buffer that counts as this channel's, for {@link #write}. */
  public ByteBuf buffer(byte[] bytes) {
    return allocator.heapBuffer(bytes.length).writeBytes(bytes);
  }

  /** All bytes that went out since the last call. */
  public byte[] sent() {
    ByteBuf all = allocator.heapBuffer();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      all.writeBytes(next);
      next.release();
    }
    byte[] bytes = ByteBufUtil.getBytes(all);
    all.release();
    return bytes;
  }

  /** All that came in, contents and buffers as {@link Bytes}. */
  public List<Object> said() {
    List<Object> all = new ArrayList<>(said);
    if (joinedId >= 0) {
      all.add(new Bytes(joinedId, joined.toString()));
    }
    return all;
  }

  /** The error; null while there was none. */
  public @Nullable ProtocolException error() {
    return error;
  }

  /** Whether the connection has not ended. */
  public boolean isOpen() {
    return channel.isOpen();
  }

  private long heldBytes() {
    return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
  }

  private void run(Runnable event) {
    boolean hadEnded = error != null;
    int before = said.size();
    try {
      allocations.count(event);
    } catch (ProtocolException e) {
      assertThat(error).as("earlier error").isNull();
      error = e;
    }
    takeMessages();
    if (hadEnded) {
      assertThat(said).as("messages after the error").hasSize(before);
    }
  }

  private void takeMessages() {
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      if (next instanceof BlockContent content) {
        join(content.id(), content.content());
      } else if (next instanceof ByteBuf buffer) {
        join(BUFFERS, buffer);
      } else {
        endJoined();
        said.add(next);
      }
    }
    if (error != null) {
      endJoined();
    }
  }

  private void join(int id, ByteBuf bytes) {
    assertThat(bytes.isReadable()).as("there are bytes").isTrue();
    if (id != joinedId) {
      endJoined();
      joinedId = id;
    }
    joined.append(ByteBufUtil.hexDump(bytes));
    bytes.release();
  }

  private void endJoined() {
    if (joinedId >= 0) {
      said.add(new Bytes(joinedId, joined.toString()));
      joined.setLength(0);
      joinedId = -1;
    }
  }

  /** Ends the connection and proves that nothing is left. */
  @Override
  public void close() {
    peerCloses();
    assertThat(channel.runScheduledPendingTasks()).as("time to a timer, if any").isNegative();
    int before = said().size();
    pass(LONG_MILLIS);
    assertThat(said()).as("messages behind the end").hasSize(before);
    channel.finish();
    sent();
    assertThat(heldBytes()).as("bytes in buffers after the end").isZero();
    allocations.assertInProportionTo(receivedBytes);
  }
}
