package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTest {

  /** One for all, as a codec has one for all frames. */
  private static final Checksum CHECKSUM = new Checksum();

  /** The examples of RFC 3720, appendix B.4, whose results are listed there byte by byte. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000000000000000000000000000000000000000000000000000, 8a9136aa",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 62a8ab43",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 46dd794e",
    "1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100, 113fdb5c",
  })
  void checksumIsTheCrc32cOfTheRfc(String hex, String expected) {
    ByteBuf buffer = Unpooled.wrappedBuffer(Frames.hex(hex));

    assertThat(CHECKSUM.of(buffer, 0, 32)).isEqualTo(Integer.parseUnsignedInt(expected, 16));
  }

  @Test
  void checksumOfNothingIsZero() {
    assertThat(CHECKSUM.of(Unpooled.EMPTY_BUFFER, 0, 0)).isZero();
  }

  @Test
  void checksumLeavesTheIndexesAlone() {
    ByteBuf buffer = Unpooled.copiedBuffer("..123456789..", StandardCharsets.US_ASCII);
    buffer.readerIndex(1).writerIndex(12);

    assertThat(CHECKSUM.of(buffer, 2, 9)).isEqualTo(0xE306_9283);
    assertThat(buffer.readerIndex()).isEqualTo(1);
    assertThat(buffer.writerIndex()).isEqualTo(12);
  }

  @Test
  void checksumRunsAcrossTheComponentsOfABuffer() {
    CompositeByteBuf buffer = Unpooled.compositeBuffer();
    for (String part : new String[] {"12", "3", "45678", "9"}) {
      buffer.addComponent(true, Unpooled.copiedBuffer(part, StandardCharsets.US_ASCII));
    }

    assertThat(CHECKSUM.of(buffer, 0, 9)).isEqualTo(0xE306_9283);
    buffer.release();
  }
}
