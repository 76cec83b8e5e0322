package io.ft.examples.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Cancel;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.Tag;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipeHandlerTest {

  private final Promise<Long> piped = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
  private final EmbeddedChannel target = new EmbeddedChannel();
  private final EmbeddedChannel source = new EmbeddedChannel(new PipeHandler("a", target, piped));

  PipeHandlerTest() {
    source.writeInbound(
        new Hello(Set.of(), 8, Limits.MIN_BLOCK_BYTES, "test"),
        new Exists(1, 5000, Instant.EPOCH, Tag.NONE, 4096, null));
    source.outboundMessages().clear();
  }

  @AfterEach
  void nothingIsLeft() {
    source.finishAndReleaseAll();
    assertThat(target.finish()).isFalse();
  }

  @Test
  void damagedBlockReachesNobody() {
    source.writeInbound(new BlockHeader(1, 0, 4096), content(4096), new BlockEnd(1, 1));

    assertThat(target.outboundMessages()).isEmpty();
    assertThat(piped.cause()).hasMessageContaining("not what the server sent");
    assertThat((Message) source.readOutbound()).isEqualTo(new Cancel(1));
    assertThat(source.isOpen()).isFalse();
  }

  @Test
  void blockOutOfOrderFailsTheConnection() {
    source.writeInbound(new BlockHeader(1, 4096, 904));

    assertThat(((Failure) source.readOutbound()).code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(piped.isSuccess()).isFalse();
  }

  @Test
  void connectionThatEndsInABlockDeliversNothingOfIt() {
    source.writeInbound(new BlockHeader(1, 0, 4096), content(100));
    source.close();

    assertThat(target.outboundMessages()).isEmpty();
    assertThat(piped.cause()).hasMessageContaining("ended early");
  }

  private static BlockContent content(int length) {
    return new BlockContent(1, Unpooled.wrappedBuffer(new byte[length]));
  }
}
