package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class BlockContentTest {

  @Test
  void contentOwnsItsBuffer() {
    ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer().writeInt(1);
    BlockContent content = new BlockContent(1, buffer);

    assertThat(content.content()).isSameAs(buffer);
    assertThat(content.release()).isTrue();
    assertThat(buffer.refCnt()).isZero();
  }

  @Test
  void referencesAreCounted() {
    BlockContent content = new BlockContent(1, ByteBufAllocator.DEFAULT.buffer());

    assertThat(content.retain()).isSameAs(content);
    assertThat(content.retain(2)).isSameAs(content);
    assertThat(content.touch()).isSameAs(content);
    assertThat(content.touch("hint")).isSameAs(content);
    assertThat(content.refCnt()).isEqualTo(4);
    assertThat(content.release(4)).isTrue();
  }

  @Test
  void copiesKeepTheId() {
    BlockContent content = new BlockContent(7, Unpooled.wrappedBuffer(new byte[] {1, 2}));

    for (Object copy : new Object[] {content.copy(), content.retainedDuplicate()}) {
      assertThat(copy).isInstanceOf(BlockContent.class);
      assertThat(((BlockContent) copy).id()).isEqualTo(7);
      assertThat(((BlockContent) copy).content()).isEqualTo(content.content());
      ((BlockContent) copy).release();
    }
    assertThat(content.release()).isTrue();
  }

  @Test
  void bytesOfAnotherExchangeAreAnotherContent() {
    BlockContent content = new BlockContent(7, Unpooled.wrappedBuffer(new byte[] {1, 2}));
    BlockContent same = new BlockContent(7, Unpooled.wrappedBuffer(new byte[] {1, 2}));
    BlockContent other = new BlockContent(8, Unpooled.wrappedBuffer(new byte[] {1, 2}));

    assertThat(content).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
  }

  @Test
  void theSameBytesOfAnotherFileAreAnotherFile() {
    AggregatedFile file = file(7);

    assertThat(file).isEqualTo(file(7)).hasSameHashCodeAs(file(7)).isNotEqualTo(file(8));
  }

  private static AggregatedFile file(int id) {
    Exists exists = new Exists(id, 1, null, Tag.NONE, Limits.MIN_BLOCK_BYTES, null);
    return new AggregatedFile(exists, Unpooled.wrappedBuffer(new byte[] {1}));
  }
}
