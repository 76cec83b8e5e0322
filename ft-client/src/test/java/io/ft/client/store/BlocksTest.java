package io.ft.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ft.codec.Limits;
import io.ft.codec.Tag;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account of what is here. */
class BlocksTest {

  private static final int BLOCK_BYTES = Limits.MIN_BLOCK_BYTES;

  @Test
  void emptySourceIsAllHere() {
    Blocks blocks = ofBytes(0);

    assertThat(blocks.missing()).isNull();
    assertThat(blocks.bytes()).isZero();
    assertThat(blocks.end()).isZero();
  }

  @Test
  void atFirstAllIsMissing() {
    assertThat(ofBytes(2 * BLOCK_BYTES + 1).missing()).isEqualTo(new Range(0, 2 * BLOCK_BYTES + 1));
  }

  @Test
  void missingIsTheFirstGap() {
    Blocks blocks = ofBytes(5 * BLOCK_BYTES + 1);
    blocks.add(0, 1);
    blocks.add(3, 1);

    assertThat(blocks.missing()).isEqualTo(new Range(BLOCK_BYTES, 2 * BLOCK_BYTES));

    blocks.add(1, 1);
    blocks.add(2, 1);
    assertThat(blocks.missing()).isEqualTo(new Range(4 * BLOCK_BYTES, BLOCK_BYTES + 1));

    blocks.add(4, 1);
    assertThat(blocks.missing()).isEqualTo(new Range(5 * BLOCK_BYTES, 1));

    blocks.add(5, 1);
    assertThat(blocks.missing()).isNull();

    blocks.remove(2);
    assertThat(blocks.missing()).isEqualTo(new Range(2 * BLOCK_BYTES, BLOCK_BYTES));
  }

  @Test
  void lastBlockCountsItsOwnLength() {
    Blocks blocks = ofBytes(2 * BLOCK_BYTES + 7);
    blocks.add(2, 1);
    assertThat(blocks.bytes()).isEqualTo(7);
    assertThat(blocks.end()).isEqualTo(2 * BLOCK_BYTES + 7);

    blocks.add(0, 1);
    assertThat(blocks.bytes()).isEqualTo(BLOCK_BYTES + 7);

    blocks.remove(2);
    assertThat(blocks.bytes()).isEqualTo(BLOCK_BYTES);
    assertThat(blocks.end()).isEqualTo(BLOCK_BYTES);
  }

  @Test
  void lastBlockMayBeWhole() {
    Blocks blocks = ofBytes(2 * BLOCK_BYTES);
    blocks.add(1, 1);

    assertThat(blocks.bytes()).isEqualTo(BLOCK_BYTES);
    assertThat(blocks.end()).isEqualTo(2 * BLOCK_BYTES);
  }

  @Test
  void blockThatComesTwiceIsOne() {
    Blocks blocks = ofBytes(2 * BLOCK_BYTES);
    blocks.add(0, 1);
    blocks.add(0, 2);

    assertThat(blocks.count()).isEqualTo(1);
    assertThat(blocks.bytes()).isEqualTo(BLOCK_BYTES);
    assertThat(blocks.sum(0)).isEqualTo(2);
  }

  @Test
  void lastOnesAreRemoved() {
    Blocks blocks = ofBytes(5 * BLOCK_BYTES);
    blocks.add(0, 1);
    blocks.add(2, 1);
    blocks.add(4, 1);

    blocks.removeLast(2);
    assertThat(blocks.end()).isEqualTo(BLOCK_BYTES);

    blocks.removeLast(2);
    assertThat(blocks.count()).isZero();
  }

  @Test
  void digestTellsContentsApartAndNotTheWayTheyCame() {
    Blocks upwards = ofBytes(300L * BLOCK_BYTES);
    Blocks downwards = ofBytes(300L * BLOCK_BYTES);
    for (int block = 0; block < 300; block++) {
      upwards.add(block, block * 0x01010101);
      downwards.add(299 - block, (299 - block) * 0x01010101);
    }
    assertThat(upwards.digest()).isEqualTo(downwards.digest());

    downwards.add(17, 17 * 0x01010101 ^ 1 << 24);
    assertThat(upwards.digest()).isNotEqualTo(downwards.digest());
  }

  @Test
  void fetchingWhatIsMissingEndsWithAllHere() {
    Random random = new Random(3);
    for (int run = 0; run < 200; run++) {
      Source source =
          source(1 + random.nextInt(200 * BLOCK_BYTES), BLOCK_BYTES + random.nextInt(5000));
      Blocks blocks = new Blocks(source);
      BitSet expected = new BitSet();
      for (int i = random.nextInt(100); i > 0; i--) {
        int block = random.nextInt((int) source.blocks());
        blocks.add(block, random.nextInt());
        expected.set(block);
      }
      for (Range gap = blocks.missing(); gap != null; gap = blocks.missing()) {
        long end = gap.offset() + gap.length();
        assertThat(gap.offset() % source.blockSizeBytes()).isZero();
        assertThat(end % source.blockSizeBytes() == 0 || end == source.sizeBytes()).isTrue();
        for (long at = gap.offset(); at < end; at += source.blockSizeBytes()) {
          int block = (int) (at / source.blockSizeBytes());
          assertThat(expected.get(block)).isFalse();
          blocks.add(block, 1);
        }
      }
      assertThat(blocks.bytes()).isEqualTo(source.sizeBytes());
      assertThat(blocks.end()).isEqualTo(source.sizeBytes());
    }
  }

  @Test
  void sourceOfAsManyBlocksAsPossibleCostsNothingUntilTheyCome() {
    Blocks blocks = ofBytes((long) Blocks.MAX_BLOCKS * BLOCK_BYTES);
    blocks.add(20, 1);

    assertThat(blocks.missing()).isEqualTo(new Range(0, 20 * BLOCK_BYTES));
  }

  @ParameterizedTest
  @ValueSource(longs = {(long) Blocks.MAX_BLOCKS * BLOCK_BYTES + 1, Long.MAX_VALUE})
  void sourceOfMoreBlocksIsRefused(long sizeBytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> ofBytes(sizeBytes));
  }

  private static Blocks ofBytes(long sizeBytes) {
    return new Blocks(source(sizeBytes, BLOCK_BYTES));
  }

  private static Source source(long sizeBytes, int blockSizeBytes) {
    return new Source("ft://host/file", Tag.NONE, sizeBytes, blockSizeBytes);
  }
}
