package io.ft.client.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.codec.Limits;
import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.BitSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a state file, big-endian. A string is a u16 with the number of its bytes, and UTF-8.
 *
 * <pre>
 *   8 bytes  "ft.part" and the version, 1
 *   string   boot id, empty for unknown
 *   u8       1 if a stamp follows, 0 if none
 *     i64    inode, i64 size, i64 and i32 time of modification, i64 and i32 time of change
 *   string   URL of the source
 *   u8 n     tag, n bytes
 *   i64      size of the source
 *   i32      block size
 *   i32 n    n times i64: bit i of word w is set if block 64 w + i is here
 *   i32...   the CRC32C of each of these blocks, in their order
 *   i32      the CRC32C of all bytes before it
 * </pre>
 */
final class StateFormat {

  private static final long MAGIC = 0x66_74_2E_70_61_72_74_01L;
  private static final int MAX_STRING_BYTES = 0xFFFF;
  private static final int MAX_BOOT_ID_BYTES = 64;

  /** All that does not grow with the number of blocks. */
  private static final int MAX_HEAD_BYTES =
      128 + MAX_BOOT_ID_BYTES + MAX_STRING_BYTES + Tag.MAX_BYTES;

  private static final int BITS_PER_WORD = 64;

  /** No state file is longer. */
  static final int MAX_BYTES =
      MAX_HEAD_BYTES + Blocks.MAX_BLOCKS / 8 + Blocks.MAX_BLOCKS * Integer.BYTES;

  private StateFormat() {}

  /** The bytes of {@code state}. */
  static ByteBuffer encode(PartState state) {
    Blocks blocks = state.blocks();
    Source source = state.source();
    long[] bits = blocks.bits();
    ByteBuffer out =
        ByteBuffer.allocate(
            MAX_HEAD_BYTES + bits.length * Long.BYTES + blocks.count() * Integer.BYTES);
    out.putLong(MAGIC);
    putString(out, state.bootId());
    putStamp(out, state.stamp());
    putString(out, source.url());
    byte[] tag = source.tag().bytes();
    out.put((byte) tag.length).put(tag);
    out.putLong(source.sizeBytes()).putInt(source.blockSizeBytes());
    out.putInt(bits.length);
    for (long word : bits) {
      out.putLong(word);
    }
    for (int block = blocks.next(0); block >= 0; block = blocks.next(block + 1)) {
      out.putInt(blocks.sum(block));
    }
    out.putInt(sum(out.array(), out.position()));
    return out.flip();
  }

  private static void putStamp(ByteBuffer out, @Nullable FileStamp stamp) {
    if (stamp == null) {
      out.put((byte) 0);
      return;
    }
    out.put((byte) 1).putLong(stamp.inode()).putLong(stamp.sizeBytes());
    putInstant(out, stamp.modified());
    putInstant(out, stamp.changed());
  }

  private static void putInstant(ByteBuffer out, Instant instant) {
    out.putLong(instant.getEpochSecond()).putInt(instant.getNano());
  }

  private static void putString(ByteBuffer out, String string) {
    byte[] bytes = string.getBytes(UTF_8);
    out.putShort((short) bytes.length).put(bytes);
  }

  /**
   * Makes sure that a file begins like a state, before memory is set aside for all of it.
   *
   * @throws InvalidStateException if it does not
   */
  static void checkBeginning(FileChannel file) throws IOException {
    ByteBuffer magic = ByteBuffer.allocate(Long.BYTES);
    while (magic.hasRemaining()) {
      if (file.read(magic, magic.position()) < 0) {
        throw new InvalidStateException("it is damaged, or no state file");
      }
    }
    if (magic.getLong(0) != MAGIC) {
      throw new InvalidStateException("it is of another version, or no state file");
    }
  }

  /**
   * The state that {@code bytes} are.
   *
   * @throws InvalidStateException if they are none; whatever they are, nothing else is thrown
   */
  static PartState decode(byte[] bytes) throws InvalidStateException {
    int end = bytes.length - Integer.BYTES;
    if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != sum(bytes, end)) {
      throw new InvalidStateException("it is damaged, or no state file");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    try {
      if (in.getLong() != MAGIC) {
        throw new InvalidStateException("it is of another version, or no state file");
      }
      PartState state = new PartState(string(in, MAX_BOOT_ID_BYTES), stamp(in), blocks(in));
      if (in.hasRemaining()) {
        throw new InvalidStateException("it has bytes behind its end");
      }
      return state;
    } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
      throw new InvalidStateException("its fields do not fit together: " + e.getMessage());
    }
  }

  private static @Nullable FileStamp stamp(ByteBuffer in) {
    if (in.get() == 0) {
      return null;
    }
    return new FileStamp(in.getLong(), in.getLong(), instant(in), instant(in));
  }

  private static Instant instant(ByteBuffer in) {
    return Instant.ofEpochSecond(in.getLong(), in.getInt());
  }

  private static Blocks blocks(ByteBuffer in) {
    String url = string(in, MAX_STRING_BYTES);
    byte[] tag = new byte[atMost("tag", in.get() & 0xFF, Tag.MAX_BYTES)];
    in.get(tag);
    Source source = new Source(url, Tag.of(tag), in.getLong(), in.getInt());
    if (source.sizeBytes() < 0
        || source.blockSizeBytes() < Limits.MIN_BLOCK_BYTES
        || source.blockSizeBytes() > Limits.MAX_BLOCK_BYTES) {
      throw new IllegalArgumentException(source.toString());
    }
    Blocks blocks = new Blocks(source);
    int words = in.getInt();
    if (words < 0 || (long) words * Long.BYTES > in.remaining()) {
      throw new IllegalArgumentException("words: " + words);
    }
    long[] bits = new long[words];
    for (int i = 0; i < words; i++) {
      bits[i] = in.getLong();
    }
    BitSet here = BitSet.valueOf(bits);
    if (here.length() > source.blocks() || (words > 0 && bits[words - 1] == 0)) {
      throw new IllegalArgumentException("blocks up to " + (long) words * BITS_PER_WORD);
    }
    for (int block = here.nextSetBit(0); block >= 0; block = here.nextSetBit(block + 1)) {
      blocks.add(block, in.getInt());
    }
    return blocks;
  }

  private static String string(ByteBuffer in, int maxBytes) {
    byte[] bytes =
        new byte[atMost("string", in.getShort() & 0xFFFF, Math.min(maxBytes, in.remaining()))];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  private static int atMost(String name, int value, int max) {
    if (value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " bytes (expected: at most " + max + ")");
    }
    return value;
  }

  private static int sum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }
}
