package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.EncoderException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was written and not flushed goes out together, in order, and each writer hears of it. */
class PendingFramesTest {

  private static final byte[] DATA = {1, 2, 3};

  private final EmbeddedChannel channel = new EmbeddedChannel(new FramedEncoder());

  @AfterEach
  void nothingIsLeft() {
    assertThat(channel.finish()).isFalse();
  }

  private byte[] next() {
    ByteBuf buffer = channel.readOutbound();
    byte[] bytes = ByteBufUtil.getBytes(buffer);
    buffer.release();
    return bytes;
  }

  private static byte[] encoded(Message... messages) {
    byte[][] frames = new byte[messages.length][];
    for (int i = 0; i < messages.length; i++) {
      try (Sender sender = new Sender()) {
        frames[i] = sender.encode(messages[i]);
      }
    }
    return Frames.concat(frames);
  }

  @Test
  void framesOfOneFlushAreOneBuffer() {
    ChannelFuture one = channel.write(new Ping(1));
    ChannelFuture two = channel.write(new Pong(2));
    ChannelFuture three = channel.write(new FileRequest(3, "path"));
    assertThat(channel.outboundMessages()).isEmpty();
    assertThat(one.isDone()).isFalse();

    channel.flush();

    assertThat(next()).isEqualTo(encoded(new Ping(1), new Pong(2), new FileRequest(3, "path")));
    assertThat(List.of(one, two, three)).allMatch(ChannelFuture::isSuccess);
    assertThat(channel.outboundMessages()).isEmpty();
  }

  @Test
  void dataKeepsItsPlaceAmongThem() {
    ByteBuf content = Unpooled.wrappedBuffer(DATA);
    List<ChannelFuture> written = new ArrayList<>();
    written.add(channel.write(new Ping(1)));
    written.add(channel.write(new BlockHeader(1, 0, DATA.length)));
    written.add(channel.write(new BlockContent(1, content)));
    written.add(channel.write(new BlockEnd(1, Frames.crc32c(DATA))));
    written.add(channel.write(new End(1, DATA.length)));
    channel.flush();

    assertThat(channel.outboundMessages()).hasSize(3).element(1).isSameAs(content);
    assertThat(Frames.concat(next(), next(), next()))
        .isEqualTo(
            Frames.concat(
                encoded(new Ping(1)), Frames.block(1, 0, DATA), encoded(new End(1, DATA.length))));
    assertThat(written).allMatch(ChannelFuture::isSuccess);
  }

  @Test
  void manyDoNotWaitForAFlush() {
    int count = 10_000;
    for (int i = 0; i < count; i++) {
      channel.write(new Ping(i));
    }
    channel.flush();

    assertThat(channel.outboundMessages()).hasSizeBetween(2, count / 100);
    int bytes = 0;
    while (!channel.outboundMessages().isEmpty()) {
      bytes += next().length;
    }
    assertThat(bytes).isEqualTo(count * encoded(new Ping(0)).length);
  }

  @Test
  void refusedFrameLeavesNoByteAmongThem() {
    ChannelFuture before = channel.write(new Ping(1));
    ChannelFuture refused = channel.write(new FileRequest(1, "\ud800"));
    ChannelFuture behind = channel.write(new Pong(2));
    assertThat(refused.cause()).isInstanceOf(EncoderException.class);
    channel.flush();

    assertThat(next()).isEqualTo(encoded(new Ping(1), new Pong(2)));
    assertThat(List.of(before, behind)).allMatch(ChannelFuture::isSuccess);
  }

  @Test
  void closingFailsWhatWasNotFlushed() {
    ChannelFuture one = channel.write(new Ping(1));
    ChannelFuture two = channel.write(new Ping(2));

    channel.close();

    assertThat(List.of(one, two))
        .allMatch(future -> future.cause() instanceof ClosedChannelException);
    assertThat(channel.outboundMessages()).isEmpty();
  }

  @Test
  void removedEncoderKeepsNothingBack() {
    ChannelFuture written = channel.write(new Ping(1));

    channel.pipeline().remove(FramedEncoder.class);
    channel.flush();

    assertThat(next()).isEqualTo(encoded(new Ping(1)));
    assertThat(written.isSuccess()).isTrue();
  }
}
