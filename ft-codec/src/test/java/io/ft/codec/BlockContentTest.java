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
}
