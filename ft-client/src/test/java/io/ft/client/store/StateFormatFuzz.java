package io.ft.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.codec.Tag;
import io.ft.testing.Allocations;
import io.ft.testing.FuzzInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A state file with any bytes: taken only if its sum is right and it means something, and what it
 * means is written and read again without a loss. No flipped bit gets through.
 *
 * <pre>
 *   u8 mode     bit 0: the sum is put right    bit 1: it goes through a file
 *   u16 bit     the bit that is flipped of what was right
 *   rest        the bytes, those of the sum included
 * </pre>
 */
class StateFormatFuzz {

  private static final int SUM_BYTES = 4;

  private Path folder = Path.of("");

  static Stream<byte[]> seeds() {
    Blocks none = new Blocks(new Source("ft://h:1/p", Tag.NONE, 0, 4096));
    Blocks some = new Blocks(new Source("ft://h:1/p", Tag.of(new byte[] {1, 2}), 1 << 20, 4096));
    some.add(0, 1);
    some.add(3, -1);
    some.add(200, 7);
    Blocks all = new Blocks(new Source("ft://h:1/p", Tag.NONE, 3 * 4096 + 5, 4096));
    for (int block = 0; block < 4; block++) {
      all.add(block, block);
    }
    FileStamp stamp = new FileStamp(5, 6, Instant.EPOCH, Instant.ofEpochSecond(7, 8));
    return Stream.of(
            new PartState("", null, none),
            new PartState("", null, all),
            new PartState("boot", stamp, some),
            new PartState("boot", null, some))
        .map(state -> seed(bytes(state)));
  }

  private static byte[] seed(byte[] state) {
    return ByteBuffer.allocate(3 + state.length)
        .put((byte) 3)
        .putShort((short) 99)
        .put(state)
        .array();
  }

  @BeforeEach
  void setUp(@TempDir Path temporary) {
    folder = temporary;
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) throws IOException {
    FuzzInput in = new FuzzInput(data);
    int mode = in.u8();
    int bit = in.u16();
    byte[] rest = in.rest();
    byte[] bytes = (mode & 1) == 0 ? rest : withSum(rest);
    Allocations.check(() -> check(bytes, bit));
    if ((mode & 2) != 0) {
      checkFile(bytes);
    }
  }

  private static void check(byte[] bytes, int bit) {
    PartState state = decode(bytes);
    if (state == null) {
      return;
    }
    assertThat(bytes).isEqualTo(withSum(bytes));
    Source source = state.source();
    assertThat(source.sizeBytes()).isNotNegative();
    assertThat(state.blocks().bytes()).isBetween(0L, source.sizeBytes());
    assertThat(state.blocks().end()).isBetween(0L, source.sizeBytes());

    byte[] written = bytes(state);
    PartState again = Objects.requireNonNull(decode(written), "what was written");
    assertThat(bytes(again)).isEqualTo(written);
    assertThat(again.source()).isEqualTo(source);
    assertThat(again.bootId()).isEqualTo(state.bootId());
    assertThat(again.stamp()).isEqualTo(state.stamp());
    assertThat(again.blocks().bits()).isEqualTo(state.blocks().bits());
    assertThat(again.blocks().digest()).isEqualTo(state.blocks().digest());

    byte[] damaged = written.clone();
    int position = bit / 8 % damaged.length;
    damaged[position] ^= (byte) (1 << bit % 8);
    assertThat(decode(damaged)).as("bit %d of %d", bit % 8, position).isNull();
  }

  /** What they mean; null if nothing. */
  private static @Nullable PartState decode(byte[] bytes) {
    PartState[] state = new PartState[1];
    Allocations allocations = new Allocations();
    allocations.count(
        () -> {
          try {
            state[0] = StateFormat.decode(bytes);
          } catch (InvalidStateException e) {
            assertThat(e).hasMessageStartingWith("it");
          }
        });
    allocations.assertInProportionTo(bytes.length);
    return state[0];
  }

  /** A file says the same as its bytes do, and is replaced by what is written. */
  private void checkFile(byte[] bytes) throws IOException {
    Path path = folder.resolve("state");
    StateFile file = new StateFile(path, folder.resolve("next"));
    Files.write(path, bytes);
    PartState state = decode(bytes);
    if (state == null) {
      assertThatExceptionOfType(InvalidStateException.class).isThrownBy(file::read);
    } else {
      byte[] written = bytes(state);
      assertThat(bytes(file.read())).isEqualTo(written);
      file.write(state, false);
      assertThat(path).hasBinaryContent(written);
    }
  }

  private static byte[] bytes(PartState state) {
    ByteBuffer encoded = StateFormat.encode(state);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  private static byte[] withSum(byte[] bytes) {
    int end = bytes.length - SUM_BYTES;
    if (end < 0) {
      return bytes;
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, end);
    byte[] summed = Arrays.copyOf(bytes, bytes.length);
    ByteBuffer.wrap(summed).putInt(end, (int) sum.getValue());
    return summed;
  }
}
