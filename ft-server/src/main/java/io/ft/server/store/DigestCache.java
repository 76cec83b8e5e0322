package io.ft.server.store;

import io.ft.codec.Exists;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The CRC32C of blocks that were read before, so that a file that is sent often is read once, and
 * the SHA-256 of whole files. When it is full, the file that was not asked for for the longest time
 * goes.
 *
 * <p>A block costs 4 bytes and a bit, a file {@value #FILE_BYTES} bytes on top. Thread-safe.
 */
final class DigestCache {

  /** Remembers nothing. */
  static final DigestCache NONE = new DigestCache(0);

  /** What a file costs beside its blocks, roughly. */
  private static final int FILE_BYTES = 384;

  /** A file that would take more than this part of the cache would only drive out all others. */
  private static final int MAX_SHARE = 4;

  /** In place of a block size: the digest is one of the whole file. */
  private static final int WHOLE_FILE = 0;

  private static final int SHA256_INTS = Exists.SHA256_BYTES / Integer.BYTES;

  private final long maxBytes;
  private final long maxFileBytes;

  // Guarded by this.
  private final Map<Key, Digests> files = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Blocks of two sizes have nothing in common, even in the same file. */
  private record Key(FileVersion version, int blockSizeBytes) {}

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
    // The second bound keeps the number of blocks an int, however large the cache may be.
    this.maxFileBytes = Math.min(maxBytes / MAX_SHARE, Integer.MAX_VALUE);
  }

  private static long bytesFor(long blocks) {
    return FILE_BYTES + blocks * Integer.BYTES + blocks / Byte.SIZE;
  }

  /** The CRC32C of a block, 0 to 2^32-1; empty if it is not known. */
  synchronized OptionalLong get(FileVersion version, int blockSizeBytes, long block) {
    Digests digests = files.get(new Key(version, blockSizeBytes));
    return digests == null || !digests.known.get((int) block)
        ? OptionalLong.empty()
        : OptionalLong.of(Integer.toUnsignedLong(digests.sums[(int) block]));
  }

  /** Remembers the CRC32C of a block; that of a file with too many blocks is forgotten at once. */
  synchronized void put(FileVersion version, int blockSizeBytes, long block, long sum) {
    // Not rounded up by adding: the size may be as large as a long can be.
    long blocks = (version.size() - 1) / blockSizeBytes + 1;
    if (bytesFor(blocks) > maxFileBytes) {
      return;
    }
    Digests digests = digests(new Key(version, blockSizeBytes), (int) blocks);
    digests.sums[(int) block] = (int) sum;
    digests.known.set((int) block);
  }

  /** The SHA-256 of the whole file in hexadecimal; null if it is not known. */
  synchronized @Nullable String sha256(FileVersion version) {
    Digests digests = files.get(new Key(version, WHOLE_FILE));
    if (digests == null) {
      return null;
    }
    ByteBuffer sha256 = ByteBuffer.allocate(Exists.SHA256_BYTES);
    sha256.asIntBuffer().put(digests.sums);
    return HexFormat.of().formatHex(sha256.array());
  }

  /** Remembers the SHA-256 of the whole file. */
  synchronized void putSha256(FileVersion version, byte[] sha256) {
    if (bytesFor(SHA256_INTS) > maxFileBytes) {
      return;
    }
    Digests digests = digests(new Key(version, WHOLE_FILE), SHA256_INTS);
    ByteBuffer.wrap(sha256).asIntBuffer().get(digests.sums);
  }

  private Digests digests(Key key, int sums) {
    Digests digests = files.get(key);
    if (digests == null) {
      digests = new Digests(sums);
      files.put(key, digests);
      bytes += digests.bytes();
      evict();
    }
    return digests;
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
