package io.ft.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;

/**
 * A handler between two ends that throw away what comes.
 *
 * <p>The embedded channel only lends its pipeline: its own queues, and the tasks that it looks for
 * at each call, would cost more than a codec does.
 */
final class Rig implements AutoCloseable {

  private static final String HANDLER = "handler";

  private final OutboundEnd outboundEnd = new OutboundEnd();
  private final InboundEnd inboundEnd = new InboundEnd();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ChannelPipeline pipeline = channel.pipeline();
  private final ChannelPromise promise = channel.voidPromise();

  Rig() {
    // The allocator of both programs.
    channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    channel.freezeTime();
    pipeline.addLast(outboundEnd).addLast(inboundEnd);
  }

  Rig(ChannelHandler handler) {
    this();
    insert(handler);
  }

  /** Puts {@code handler} between the ends. */
  void insert(ChannelHandler handler) {
    pipeline.addBefore(pipeline.lastContext().name(), HANDLER, handler);
  }

  /** Takes away what {@link #insert} put there. */
  void remove() {
    pipeline.remove(HANDLER);
  }

  /** Hands {@code bytes} to the handler, which releases them. */
  void receive(ByteBuf bytes) {
    pipeline.fireChannelRead(bytes);
    pipeline.fireChannelReadComplete();
  }

  /** Hands {@code message} to the handler, which releases it. */
  void send(Object message) {
    pipeline.write(message, promise);
  }

  /** Lets a timer of the handler expire. */
  void passMillis(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  /** How many messages have come out for the application. */
  long receivedMessages() {
    return inboundEnd.messages();
  }

  /** How many bytes of file data have come out for the application. */
  long receivedContentBytes() {
    return inboundEnd.contentBytes();
  }

  /** How many bytes have come out for the network. */
  long sentBytes() {
    return outboundEnd.bytes();
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
  }
}
