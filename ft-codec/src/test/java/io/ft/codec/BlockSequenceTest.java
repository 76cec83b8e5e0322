package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of the specification, section 3.8: 8,000 bytes from 1,000 on, in blocks of 4,096. */
class BlockSequenceTest {

  private static final int ID = 3;

  private final BlockSequence blocks =
      BlockSequence.of(
          new Exists(ID, 10_000, Instant.EPOCH, Tag.NONE, 4096, null), new Ready(ID, 1000, 8000));

  @Test
  void exampleOfTheSpecificationIsInOrder() {
    block(1000, 3096);
    block(4096, 4096);
    assertThat(blocks.isComplete()).isFalse();
    block(8192, 808);

    assertThat(blocks.isComplete()).isTrue();
    assertThat(blocks.nextBlockBytes()).isZero();
    blocks.end(new End(ID, 8000));
  }

  @Test
  void senderIsToldTheSameBlocks() {
    assertThat(blocks.position()).isEqualTo(1000);
    assertThat(blocks.nextBlockBytes()).isEqualTo(3096);
    block(1000, 3096);
    assertThat(blocks.position()).isEqualTo(4096);
    assertThat(blocks.nextBlockBytes()).isEqualTo(4096);
    block(4096, 4096);
    assertThat(blocks.nextBlockBytes()).isEqualTo(808);
  }

  @ParameterizedTest
  @CsvSource({"0, 3096", "1000, 3095", "1000, 4096", "1001, 3095", "4096, 4096"})
  void anotherFirstBlockIsMalformed(long offset, int length) {
    assertMalformed(() -> blocks.begin(new BlockHeader(ID, offset, length)));
  }

  @Test
  void blockThatComesAgainIsMalformed() {
    block(1000, 3096);
    assertMalformed(() -> blocks.begin(new BlockHeader(ID, 1000, 3096)));
  }

  @Test
  void blockBeyondTheRangeIsMalformed() {
    block(1000, 3096);
    block(4096, 4096);
    block(8192, 808);
    assertMalformed(() -> blocks.begin(new BlockHeader(ID, 9000, 1000)));
  }

  @Test
  void blockWithinAnotherIsMalformed() {
    blocks.begin(new BlockHeader(ID, 1000, 3096));
    assertMalformed(() -> blocks.begin(new BlockHeader(ID, 1000, 3096)));
  }

  @Test
  void moreContentThanTheBlockHasIsMalformed() {
    blocks.begin(new BlockHeader(ID, 1000, 3096));
    assertMalformed(() -> content(3097));
  }

  @Test
  void blockThatEndsTooEarlyIsMalformed() {
    blocks.begin(new BlockHeader(ID, 1000, 3096));
    content(3095);
    assertMalformed(() -> blocks.end(new BlockEnd(ID, 0)));
  }

  @Test
  void endBeforeTheLastByteIsMalformed() {
    block(1000, 3096);
    assertMalformed(() -> blocks.end(new End(ID, 3096)));
    assertMalformed(() -> blocks.end(new End(ID, 8000)));
  }

  @Test
  void endWithAnotherLengthIsMalformed() {
    block(1000, 3096);
    block(4096, 4096);
    block(8192, 808);
    assertMalformed(() -> blocks.end(new End(ID, 9000)));
  }

  @Test
  void emptyRangeHasAnEndAlone() {
    BlockSequence none = new BlockSequence(4096, 10_000, 10_000);

    assertThat(none.isComplete()).isTrue();
    none.end(new End(ID, 0));
    assertMalformed(() -> none.begin(new BlockHeader(ID, 10_000, 1)));
  }

  @Test
  void wholeRestIsWhatThereIs() {
    Exists exists = new Exists(ID, 10, Instant.EPOCH, Tag.NONE, 4096, null);
    assertThat(BlockSequence.of(exists, new Ready(ID, 4, Long.MAX_VALUE)).lengthBytes())
        .isEqualTo(6);
  }

  @Test
  void lastBytesOfTheLargestFileAreABlock() {
    BlockSequence last = new BlockSequence(4096, Long.MAX_VALUE - 1, Long.MAX_VALUE);
    assertThat(last.nextBlockBytes()).isEqualTo(1);
  }

  @Test
  void rangeBehindTheEndIsNoRange() {
    Exists exists = new Exists(ID, 10, Instant.EPOCH, Tag.NONE, 4096, null);
    assertThatThrownBy(() -> BlockSequence.of(exists, new Ready(ID, 11, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void block(long offset, int length) {
    blocks.begin(new BlockHeader(ID, offset, length));
    content(1);
    content(length - 1);
    blocks.end(new BlockEnd(ID, 0));
  }

  private void content(int length) {
    BlockContent content = new BlockContent(ID, Unpooled.wrappedBuffer(new byte[length]));
    try {
      blocks.content(content);
    } finally {
      content.release();
    }
  }

  private static void assertMalformed(ThrowingCallable message) {
    assertThatThrownBy(message)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
  }
}
