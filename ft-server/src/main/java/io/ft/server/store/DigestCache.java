package io.ft.server.store;

import io.ft.codec.Tag;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The CRC32C of blocks that were read before, so that a file that is sent often is read once. The
 * tag says of which version of a file they are. When it is full, the file that was not asked for
 * for the longest time goes.
 *
 * <p>A block costs 4 bytes and a bit, a file {@value #FILE_BYTES} bytes on top. Thread-safe.
 */
final class DigestCache {

  /** What a file costs beside its blocks, roughly. */
  private static final int FILE_BYTES = 256;

  /** A file that would take more than this part of the cache would only drive out all others. */
  private static final int MAX_SHARE = 4;

  private final long maxBytes;

  // Guarded by this.
  private final Map<Key, Digests> files = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Blocks of two sizes have nothing in common, even in the same file. */
  private record Key(Tag tag, int blockSizeBytes) {}

  private static final class Digests {
    final BitSet known = new BitSet();
    final int[] sums;

    Digests(int blocks) {
      sums = new int[blocks];
    }

    long bytes() {
      return bytesFor(sums.length);
    }
  }

  DigestCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  private static long bytesFor(long blocks) {
    return FILE_BYTES + blocks * Integer.BYTES + blocks / Byte.SIZE;
  }

  /** The CRC32C of a block, 0 to 2^32-1; empty if it is not known. */
  synchronized OptionalLong get(Tag tag, int blockSizeBytes, int block) {
    Digests digests = files.get(new Key(tag, blockSizeBytes));
    return digests == null || !digests.known.get(block)
        ? OptionalLong.empty()
        : OptionalLong.of(Integer.toUnsignedLong(digests.sums[block]));
  }

  /**
   * Remembers the CRC32C of a block.
   *
   * @param blocks how many the file has in all
   */
  synchronized void put(Tag tag, int blockSizeBytes, long blocks, int block, long sum) {
    if (bytesFor(blocks) > maxBytes / MAX_SHARE) {
      return;
    }
    Key key = new Key(tag, blockSizeBytes);
    Digests digests = files.get(key);
    if (digests == null) {
      digests = new Digests((int) blocks);
      files.put(key, digests);
      bytes += digests.bytes();
      evict();
    }
    digests.sums[block] = (int) sum;
    digests.known.set(block);
  }

  private void evict() {
    Iterator<Digests> eldest = files.values().iterator();
    while (bytes > maxBytes) {
      bytes -= eldest.next().bytes();
      eldest.remove();
    }
  }

  /** What it holds, by its own count. */
  synchronized long bytes() {
    return bytes;
  }
}
