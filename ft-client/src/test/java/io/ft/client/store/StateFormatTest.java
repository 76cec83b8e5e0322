package io.ft.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.ft.codec.Limits;
import io.ft.codec.Tag;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of a state file: what was written is read, and nothing else is. */
class StateFormatTest {

  private static final int BLOCK_BYTES = Limits.MIN_BLOCK_BYTES;
  private static final String URL = "ft://host:1/\u65e5.bin";
  private static final Tag TAG = new Tag("0badcafe");
  private static final FileStamp STAMP =
      new FileStamp(-7, 12_345, Instant.ofEpochSecond(-5, 999_999_999), Instant.EPOCH);

  /** Where the fields of {@link #state} are, counted from the end: the head has strings. */
  private static final int SUMS = 3;

  private static final int FROM_END_TO_BITS = Integer.BYTES + SUMS * Integer.BYTES + Long.BYTES;
  private static final int FROM_END_TO_WORDS = FROM_END_TO_BITS + Integer.BYTES;
  private static final int FROM_END_TO_BLOCK_SIZE = FROM_END_TO_WORDS + Integer.BYTES;
  private static final int FROM_END_TO_SIZE = FROM_END_TO_BLOCK_SIZE + Long.BYTES;
  private static final int FROM_END_TO_TAG_LENGTH = FROM_END_TO_SIZE + 4 + 1;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    PartState state = state(STAMP);

    PartState read = StateFormat.decode(bytes(state));

    assertThat(read.bootId()).isEqualTo("boot");
    assertThat(read.stamp()).isEqualTo(STAMP);
    assertThat(read.source()).isEqualTo(state.source());
    assertSameBlocks(read.blocks(), state.blocks());
  }

  @Test
  void stampAndBootIdMayBeUnknown() throws Exception {
    PartState read =
        StateFormat.decode(bytes(new PartState(BootId.UNKNOWN, null, state(STAMP).blocks())));

    assertThat(read.bootId()).isEqualTo(BootId.UNKNOWN);
    assertThat(read.stamp()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1000})
  void anyNumberOfBlocksIsRead(int count) throws Exception {
    Random random = new Random(count);
    Blocks blocks = new Blocks(new Source(URL, TAG, 1000L * BLOCK_BYTES, BLOCK_BYTES));
    for (int i = 0; i < count; i++) {
      blocks.add(count == 1000 ? i : random.nextInt(1000), random.nextInt());
    }

    PartState read = StateFormat.decode(bytes(new PartState("boot", STAMP, blocks)));

    assertSameBlocks(read.blocks(), blocks);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] bytes = bytes(state(STAMP));
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
  }

  /** A right checksum behind a part of the state does not make it whole. */
  @Test
  void everyTruncationIsRefusedThoughItsChecksumIsRight() {
    byte[] bytes = bytes(state(STAMP));
    for (int length = 0; length < bytes.length - Integer.BYTES; length++) {
      assertRefused(summed(Arrays.copyOf(bytes, length + Integer.BYTES)));
    }
  }

  @Test
  void everyFlippedBitIsRefused() {
    byte[] bytes = bytes(state(STAMP));
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertRefused(damaged);
    }
  }

  @Test
  void bytesBehindTheEndAreRefused() {
    byte[] bytes = bytes(state(STAMP));
    assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused(summed(Arrays.copyOf(bytes, bytes.length + 1)));
  }

  @Test
  void otherVersionIsRefused() {
    assertRefused(changed(in -> in.put(7, (byte) 2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 2, 1 << 28})
  void hostileNumberOfWordsIsRefused(int words) {
    assertRefused(changed(in -> in.putInt(in.limit() - FROM_END_TO_WORDS, words)));
  }

  /** One bit less than there are sums, one more, and blocks that the source does not have. */
  @ParameterizedTest
  @ValueSource(longs = {0, 0b11, 0b1111, 0b111 << 7, -1, Long.MIN_VALUE | 0b11})
  void bitsThatDoNotFitAreRefused(long bits) {
    assertRefused(changed(in -> in.putLong(in.limit() - FROM_END_TO_BITS, bits)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, BLOCK_BYTES - 1, Limits.MAX_BLOCK_BYTES + 1, Integer.MIN_VALUE})
  void hostileBlockSizeIsRefused(int bytes) {
    assertRefused(changed(in -> in.putInt(in.limit() - FROM_END_TO_BLOCK_SIZE, bytes)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0, 3L * BLOCK_BYTES})
  void hostileSizeIsRefused(long bytes) {
    assertRefused(changed(in -> in.putLong(in.limit() - FROM_END_TO_SIZE, bytes)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 65, 255})
  void hostileLengthOfTheTagIsRefused(int length) {
    assertRefused(changed(in -> in.put(in.limit() - FROM_END_TO_TAG_LENGTH, (byte) length)));
  }

  @Test
  void hostileTimeIsRefused() {
    // Magic, boot id, 1, inode and size stand before it.
    int modified = Long.BYTES + Short.BYTES + "boot".length() + 1 + 2 * Long.BYTES;
    assertRefused(changed(in -> in.putLong(modified, Long.MAX_VALUE)));
    assertRefused(changed(in -> in.putLong(modified, Long.MIN_VALUE)));
  }

  @Test
  void anyBytesAreAStateOrRefused() {
    Random random = new Random(1);
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertHarmless(bytes);
      assertHarmless(summed(bytes));
      if (bytes.length >= Long.BYTES) {
        ByteBuffer.wrap(bytes).put(bytes(state(STAMP)), 0, Long.BYTES);
        assertHarmless(summed(bytes));
      }
    }
  }

  @Test
  void anyChangeOfAStateIsAStateOrRefused() {
    Random random = new Random(2);
    byte[] bytes = bytes(state(STAMP));
    for (int run = 0; run < 50_000; run++) {
      byte[] damaged = bytes.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        int value = random.nextBoolean() ? random.nextInt() : random.nextInt(3) - 1;
        damaged[random.nextInt(damaged.length)] = (byte) value;
      }
      assertHarmless(summed(damaged));
    }
  }

  /** The last block of the largest source: one bit of the file stands for one number in memory. */
  @Test
  void memoryIsInProportionToTheBytes() {
    int words = 1 << 14;
    Source source = new Source(URL, TAG, words * 64L * BLOCK_BYTES, BLOCK_BYTES);
    Blocks blocks = new Blocks(source);
    blocks.add(words * 64 - 1, 1);
    byte[] bytes = bytes(new PartState("boot", STAMP, blocks));

    assertHarmless(bytes);
  }

  @Test
  void sourceOfTooManyBlocksIsRefused() {
    Source source = new Source(URL, TAG, (Blocks.MAX_BLOCKS + 1L) * BLOCK_BYTES, BLOCK_BYTES);

    assertThatIllegalArgumentException().isThrownBy(() -> new Blocks(source));
    assertRefused(changed(in -> in.putLong(in.limit() - FROM_END_TO_SIZE, source.sizeBytes())));
  }

  /** Three blocks of eight and a bit are here. */
  private static PartState state(FileStamp stamp) {
    Blocks blocks = new Blocks(new Source(URL, TAG, 8L * BLOCK_BYTES + 1, BLOCK_BYTES));
    blocks.add(0, 0x01020304);
    blocks.add(5, -1);
    blocks.add(8, 0);
    return new PartState("boot", stamp, blocks);
  }

  private static byte[] bytes(PartState state) {
    ByteBuffer encoded = StateFormat.encode(state);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  /** The bytes of {@link #state} with a change, and a checksum that says it is right. */
  private static byte[] changed(Consumer<ByteBuffer> change) {
    byte[] bytes = bytes(state(STAMP));
    change.accept(ByteBuffer.wrap(bytes));
    return summed(bytes);
  }

  /** Puts the right checksum of what is before it at the end of {@code bytes}, if it has room. */
  private static byte[] summed(byte[] bytes) {
    int end = bytes.length - Integer.BYTES;
    if (end >= 0) {
      CRC32C sum = new CRC32C();
      sum.update(bytes, 0, end);
      ByteBuffer.wrap(bytes).putInt(end, (int) sum.getValue());
    }
    return bytes;
  }

  private static void assertRefused(byte[] bytes) {
    assertThatExceptionOfType(InvalidStateException.class)
        .isThrownBy(() -> StateFormat.decode(bytes));
  }

  /** Whatever they are, they cost what they are long, and nothing but the one exception escapes. */
  private static void assertHarmless(byte[] bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      StateFormat.decode(bytes);
    } catch (InvalidStateException e) {
      // as good
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    if (allocated > 256 * 1024 + 128L * bytes.length) {
      throw new AssertionError(allocated + " bytes of memory for " + bytes.length);
    }
  }

  private static void assertSameBlocks(Blocks blocks, Blocks expected) {
    assertThat(blocks.bits()).isEqualTo(expected.bits());
    assertThat(blocks.digest()).isEqualTo(expected.digest());
    for (int block = blocks.next(0); block >= 0; block = blocks.next(block + 1)) {
      assertThat(blocks.sum(block)).isEqualTo(expected.sum(block));
    }
  }
}
