package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FramedBlockDataTest {

  private final EmbeddedChannel channel =
      new EmbeddedChannel(new FramedDecoder(Side.SERVER, Limits.DEFAULT));

  @BeforeEach
  void greet() {
    channel.writeInbound(Unpooled.wrappedBuffer(Frames.GREETING));
    assertThat(channel.<Object>readInbound()).isNotNull();
  }

  @AfterEach
  void nothingIsLeftOver() {
    assertThat(channel.finishAndReleaseAll()).isFalse();
  }

  @Test
  void eachPieceIsDeliveredAsItArrives() {
    channel.writeInbound(Unpooled.wrappedBuffer(Frames.blockHeader(1000, 1, 0)));
    assertThat(channel.<Object>readInbound()).isEqualTo(new BlockHeader(1, 0, 1000));

    for (int length : new int[] {1, 499, 400, 100}) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[length]));

      BlockContent content = channel.readInbound();
      assertThat(content.content().readableBytes()).isEqualTo(length);
      assertThat(content.release()).isTrue();
      assertThat(channel.<Object>readInbound()).isNull();
    }

    // the check of this header is 0bd22777
    channel.writeInbound(Unpooled.wrappedBuffer(Frames.hex("8bd22776")));
    assertThat(channel.<Object>readInbound()).isEqualTo(new BlockEnd(1, 0x8000_0001L));
  }

  @Test
  void contentSharesTheMemoryOfTheInput() {
    byte[] block = Frames.block(1, 0, new byte[1000]);
    ByteBuf input = ByteBufAllocator.DEFAULT.buffer().writeBytes(block);

    channel.writeInbound(input);

    assertThat(channel.<Object>readInbound()).isInstanceOf(BlockHeader.class);
    BlockContent content = channel.readInbound();
    input.setByte(FrameFormat.BLOCK_HEADER_BYTES + 999, 42);
    assertThat(content.content().readableBytes()).isEqualTo(1000);
    assertThat(content.content().getByte(999)).isEqualTo((byte) 42);
    assertThat(channel.<Object>readInbound()).isInstanceOf(BlockEnd.class);
    assertThat(content.release()).isTrue();
    assertThat(input.refCnt()).isZero();
  }

  @Test
  void everyPieceSharesTheMemoryOfItsInput() {
    byte[] block = Frames.block(1, 0, new byte[1000]);
    for (int start = 0; start < block.length - 4; start += 250) {
      byte[] piece = Arrays.copyOfRange(block, start, Math.min(start + 250, block.length));
      ByteBuf input = Unpooled.wrappedBuffer(piece);

      channel.writeInbound(input);

      if (start == 0) {
        assertThat(channel.<Object>readInbound()).isInstanceOf(BlockHeader.class);
      }
      BlockContent content = channel.readInbound();
      assertThat(content.content().array()).isSameAs(piece);
      assertThat(content.release()).isTrue();
    }
    assertThat(channel.<Object>readInbound()).isInstanceOf(BlockEnd.class);
  }

  @Test
  void contentOutlivesTheInput() {
    channel.writeInbound(Unpooled.wrappedBuffer(Frames.block(1, 0, new byte[] {1, 2, 3})));
    channel.writeInbound(Unpooled.wrappedBuffer(Frames.block(1, 3, new byte[] {4, 5, 6})));
    channel.finish();

    assertThat(channel.<Object>readInbound()).isInstanceOf(BlockHeader.class);
    BlockContent content = channel.readInbound();
    assertThat(content.content()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
    assertThat(content.release()).isTrue();
    channel.releaseInbound();
  }

  @Test
  void checksumIsHandedOnAndNotCompared() {
    byte[] block = Frames.block(1, 0, new byte[] {1, 2, 3});
    block[FrameFormat.BLOCK_HEADER_BYTES] ^= 1;

    channel.writeInbound(Unpooled.wrappedBuffer(block));

    assertThat(channel.<Object>readInbound()).isInstanceOf(BlockHeader.class);
    BlockContent content = channel.readInbound();
    assertThat(content.release()).isTrue();
    BlockEnd end = channel.readInbound();
    assertThat(end.checksum()).isEqualTo(Frames.crc32c(new byte[] {1, 2, 3}));
  }

  @Test
  void everythingOfABlockHasItsId() {
    channel.writeInbound(Unpooled.wrappedBuffer(Frames.block(77, 0, new byte[] {1})));

    BlockHeader header = channel.readInbound();
    BlockContent content = channel.readInbound();
    BlockEnd end = channel.readInbound();
    assertThat(header.id()).isEqualTo(77);
    assertThat(content.id()).isEqualTo(77);
    assertThat(end.id()).isEqualTo(77);
    assertThat(content.release()).isTrue();
  }
}
