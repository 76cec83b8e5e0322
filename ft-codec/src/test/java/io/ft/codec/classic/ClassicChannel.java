package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One end of a classic connection, whose clock stands still until a test moves it. Text stands for
 * its ISO 8859-1 bytes. Closing it proves that no buffer is left and no timer is set.
 */
final class ClassicChannel implements AutoCloseable {

  static final int SETTLE_MILLIS = 20;
  static final int GAP_MILLIS = 100;

  private static final String CODEC = "codec";
  private static final ClassicTiming TIMING = new ClassicTiming(SETTLE_MILLIS, GAP_MILLIS);

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
  private final Embedded channel = new Embedded();
  private @Nullable ProtocolException error;

  private ClassicChannel(ChannelHandler codec) {
    channel.config().setAllocator(allocator);
    channel.freezeTime();
    channel.pipeline().addLast(CODEC, codec);
  }

  static ClassicChannel server() {
    return new ClassicChannel(new ClassicServerCodec(TIMING));
  }

  static ClassicChannel client() {
    return client(Limits.DEFAULT);
  }

  static ClassicChannel client(Limits limits) {
    return new ClassicChannel(new ClassicClientCodec(TIMING, limits));
  }

  /** The peer's bytes arrive, all at once. */
  ClassicChannel receive(String bytes) {
    return receive(buffer(bytes));
  }

  /** The peer's bytes arrive; takes over the caller's reference to {@code bytes}. */
  ClassicChannel receive(ByteBuf bytes) {
    return recordError(() -> channel.writeInbound(bytes));
  }

  /** Time passes, and the timers that are due go off. */
  ClassicChannel pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    return recordError(
        () -> {
          channel.runScheduledPendingTasks();
          channel.checkException();
        });
  }

  /** The peer closes its end in an orderly way. */
  ClassicChannel peerCloses() {
    // from the front of the pipeline, so that it is no close of this side
    channel.pipeline().firstContext().close();
    channel.runPendingTasks();
    return this;
  }

  /** The peer closes its sending side alone. */
  ClassicChannel peerHalfCloses() {
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    channel.runPendingTasks();
    return this;
  }

  /** Writes and flushes; takes over the caller's reference to a buffer. */
  ChannelFuture write(Object message) {
    ChannelFuture written = channel.writeAndFlush(message);
    channel.runPendingTasks();
    return written;
  }

  /** Writes and does not flush. */
  ChannelFuture writeLater(Object message) {
    return channel.write(message);
  }

  /** The messages that came in since the last call. Contents are the caller's to release. */
  List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    Message message = channel.readInbound();
    while (message != null) {
      messages.add(message);
      message = channel.readInbound();
    }
    return messages;
  }

  /** The bytes that went out since the last call. */
  String sent() {
    StringBuilder sent = new StringBuilder();
    ByteBuf buffer = channel.readOutbound();
    while (buffer != null) {
      sent.append(buffer.toString(StandardCharsets.ISO_8859_1));
      buffer.release();
      buffer = channel.readOutbound();
    }
    return sent.toString();
  }

  /** The next thing that went out, whose reference is the caller's. */
  Object sentObject() {
    Object sent = channel.readOutbound();
    assertThat(sent).isNotNull();
    return sent;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether a close would reset the connection. */
  boolean resets() {
    return channel.linger == 0;
  }

  boolean hasTimer() {
    return channel.runScheduledPendingTasks() != -1;
  }

  EmbeddedChannel embedded() {
    return channel;
  }

  /** A buffer that counts as this channel's. */
  ByteBuf buffer(String bytes) {
    return allocator.heapBuffer().writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  void assertRefused() {
    assertRefused(ErrorCode.MALFORMED);
  }

  void assertRefused(ErrorCode code) {
    assertThat(error).isNotNull().extracting(ProtocolException::code).isEqualTo(code);
  }

  void assertNotRefused() {
    assertThat(error).isNull();
  }

  @Override
  public void close() {
    // The channel cancels what timers there are when it ends, so the codec goes before it.
    if (channel.pipeline().get(CODEC) != null) {
      channel.pipeline().remove(CODEC);
      assertThat(hasTimer()).as("a timer is left").isFalse();
    }
    channel.finishAndReleaseAll();
    assertThat(allocator.metric().usedHeapMemory()).as("bytes in buffers").isZero();
    assertThat(allocator.metric().usedDirectMemory()).as("bytes in buffers").isZero();
  }

  private ClassicChannel recordError(Runnable event) {
    try {
      event.run();
    } catch (ProtocolException e) {
      assertThat(error).as("earlier error").isNull();
      error = e;
    }
    return this;
  }

  /** An embedded channel that has SO_LINGER. */
  private static final class Embedded extends EmbeddedChannel {

    int linger = -1;
    private @Nullable ChannelConfig config;

    @Override
    public ChannelConfig config() {
      if (config == null) {
        config =
            new DefaultChannelConfig(this) {
              @Override
              public <T> boolean setOption(ChannelOption<T> option, T value) {
                if (option.equals(ChannelOption.SO_LINGER)) {
                  linger = (Integer) value;
                  return true;
                }
                return super.setOption(option, value);
              }
            };
      }
      return config;
    }
  }
}
