package io.ft.client.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks of a source are here, and their CRC32C. Grows with what has come, not with what a
 * server announces.
 */
final class Blocks {

  /** More would not be worth keeping account of: 64 TiB in blocks of 1 MiB. */
  static final int MAX_BLOCKS = 1 << 26;

  private final Source source;
  private final BitSet here = new BitSet();
  private int[] sums = new int[16];
  private int count;

  Blocks(Source source) {
    if (source.blocks() > MAX_BLOCKS) {
      throw new IllegalArgumentException(
          "blocks: " + source.blocks() + " (expected: at most " + MAX_BLOCKS + ")");
    }
    this.source = source;
  }

  Source source() {
    return source;
  }

  void add(int block, int sum) {
    if (block >= sums.length) {
      sums =
          Arrays.copyOf(
              sums, (int) Math.min(source.blocks(), Math.max(block + 1, sums.length * 2L)));
    }
    sums[block] = sum;
    if (!here.get(block)) {
      here.set(block);
      count++;
    }
  }

  void remove(int block) {
    if (here.get(block)) {
      here.clear(block);
      count--;
    }
  }

  /** Removes so many of those that are here, the last ones. */
  void removeLast(int count) {
    for (int i = 0; i < count && !here.isEmpty(); i++) {
      remove(here.length() - 1);
    }
  }

  /** The first block that is here and not below {@code from}, -1 if there is none. */
  int next(int from) {
    return here.nextSetBit(from);
  }

  int sum(int block) {
    return sums[block];
  }

  int count() {
    return count;
  }

  /** Those that are here, as {@link BitSet#toLongArray}. */
  long[] bits() {
    return here.toLongArray();
  }

  /** How many bytes they have together. */
  long bytes() {
    int last = (int) source.blocks() - 1;
    long whole = (long) count * source.blockSizeBytes();
    return last >= 0 && here.get(last)
        ? whole - source.blockSizeBytes() + source.length(last)
        : whole;
  }

  /** Where the last block that is here ends, in bytes from the start of the file. */
  long end() {
    int last = here.length() - 1;
    return last < 0 ? 0 : source.offset(last) + source.length(last);
  }

  /** The first run of blocks that are not here; null if all are. */
  @Nullable Range missing() {
    int first = here.nextClearBit(0);
    if (first >= source.blocks()) {
      return null;
    }
    int next = here.nextSetBit(first);
    long end = next < 0 ? source.sizeBytes() : source.offset(next);
    return new Range(source.offset(first), end - source.offset(first));
  }

  /** One number for all blocks, in their order: another content has another one. */
  int digest() {
    CRC32C digest = new CRC32C();
    for (int block = next(0); block >= 0; block = next(block + 1)) {
      digest.update(sums[block] >>> 24);
      digest.update(sums[block] >>> 16);
      digest.update(sums[block] >>> 8);
      digest.update(sums[block]);
    }
    return (int) digest.getValue();
  }
}
