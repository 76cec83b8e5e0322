package io.ft.codec.framed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.codec.Ready;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Streams from which a piece between two headers is missing, or in which it stands twice: every
 * header is right, and so is every CRC32C of what follows one. Only that the two belong together is
 * wrong.
 */
class FramedSpliceTest {

  private static final byte[] DATA_A = "the first half of a file".getBytes(US_ASCII);
  private static final byte[] DATA_B = "and the second half of i".getBytes(US_ASCII);
  private static final byte[] BLOCK_A = Frames.block(1, 0, DATA_A);
  private static final byte[] BLOCK_B = Frames.block(1, 24, DATA_B);
  private static final Transcript.Block INTACT_A = Transcript.Block.of(1, 0, DATA_A);
  private static final Transcript.Block INTACT_B = Transcript.Block.of(1, 24, DATA_B);

  @Test
  void blocksAreIntactWhereNothingIsLostOrDoubled() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(BLOCK_A).feed(BLOCK_B);

      assertThat(receiver.said()).endsWith(INTACT_A, INTACT_B);
      assertThat(INTACT_A.isIntact()).isTrue();
    }
  }

  @Test
  void lossOfDataCheckAndHeaderBetweenTwoBlocksIsNoticed() {
    byte[] spliced = Frames.concat(header(BLOCK_A), rest(BLOCK_B));

    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(spliced).feed(GoldenFrame.END.bytes());

      assertThat(receiver.error()).isNull();
      assertThat(receiver.said()).hasSize(3).last().isEqualTo(GoldenFrame.END.message());
      assertBroken(receiver.said().get(1), 0, DATA_B);
    }
  }

  @Test
  void lossOfDataCheckAndHeaderBetweenBlocksOfTwoExchangesIsNoticed() {
    byte[] other = Frames.block(2, 0, DATA_B);

    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(header(BLOCK_A)).feed(rest(other));

      assertThat(receiver.said()).hasSize(2);
      assertBroken(receiver.said().get(1), 0, DATA_B);
    }
  }

  @Test
  void doublingOfDataCheckAndHeaderBetweenTwoBlocksIsNoticed() {
    byte[] between = Frames.concat(rest(BLOCK_A), header(BLOCK_B));

    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(header(BLOCK_A));
      receiver.feed(between).feed(between).feed(rest(BLOCK_B));

      assertThat(receiver.error()).isNull();
      assertThat(receiver.said()).hasSize(4).contains(INTACT_A).last().isEqualTo(INTACT_B);
      assertBroken(receiver.said().get(2), 24, DATA_A);
    }
  }

  @Test
  void swapOfTheDataOfTwoBlocksIsNoticed() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING);
      receiver.feed(header(BLOCK_A)).feed(rest(BLOCK_B));
      receiver.feed(header(BLOCK_B)).feed(rest(BLOCK_A));

      assertThat(receiver.said()).hasSize(3);
      assertBroken(receiver.said().get(1), 0, DATA_B);
      assertBroken(receiver.said().get(2), 24, DATA_A);
    }
  }

  @Test
  void lossBetweenTwoControlHeadersIsRefused() {
    byte[] first = ready(1, 0);
    byte[] second = ready(2, 4096);

    try (Receiver receiver = new Receiver(Side.CLIENT)) {
      receiver.feed(Frames.GREETING).feed(Frames.concat(header(first), rest(second)));

      receiver.assertRefused(ErrorCode.CHECKSUM);
      assertThat(receiver.said()).hasSize(1);
    }
  }

  @Test
  void doublingBetweenTwoControlHeadersIsRefused() {
    byte[] first = ready(1, 0);
    byte[] second = ready(2, 4096);
    byte[] between = Frames.concat(rest(first), header(second));

    try (Receiver receiver = new Receiver(Side.CLIENT)) {
      receiver.feed(Frames.GREETING).feed(header(first));
      receiver.feed(Frames.concat(between, between, rest(second)));

      receiver.assertRefused(ErrorCode.CHECKSUM);
      assertThat(receiver.said()).endsWith(new Ready(1, 0, 4096)).hasSize(2);
    }
  }

  /** An empty payload has no bytes to tell frames apart by; its check does. */
  @Test
  void emptyPayloadBehindAnotherHeaderIsRefused() {
    byte[] first = Frames.frame(0x16, 1, "");
    byte[] second = Frames.frame(0x16, 2, "");

    try (Receiver receiver = new Receiver(Side.CLIENT)) {
      receiver.feed(Frames.GREETING).feed(header(first)).feed(rest(second));

      receiver.assertRefused(ErrorCode.CHECKSUM);
    }
  }

  /** Even the frame's own payload, if its check was made for another type or id. */
  @ParameterizedTest
  @FieldSource("io.ft.codec.framed.GoldenFrame#ALL")
  void payloadBehindAnotherHeaderIsRefused(GoldenFrame golden) {
    if (golden.isHello()) {
      return;
    }
    byte[] frame = golden.bytes();
    byte[] payload =
        Arrays.copyOfRange(frame, FrameFormat.HEADER_BYTES, frame.length - FrameFormat.CHECK_BYTES);
    for (int type = 0; type < 0x80; type++) {
      for (int id = 0; id < 8; id++) {
        byte[] donor = Frames.frame(type, id, payload);
        if (type == FrameType.BLOCK.code || Arrays.equals(header(donor), header(frame))) {
          continue;
        }
        try (Receiver receiver = new Receiver(golden.sender())) {
          receiver.feed(Frames.GREETING).feed(header(frame)).feed(rest(donor));

          receiver.assertRefused(ErrorCode.CHECKSUM);
        }
      }
    }
  }

  private static void assertBroken(Object said, long offset, byte[] data) {
    Transcript.Block block = (Transcript.Block) said;
    assertThat(block.id()).isEqualTo(1);
    assertThat(block.offset()).isEqualTo(offset);
    assertThat(block.dataHex()).isEqualTo(Frames.hex(data));
    assertThat(block.checksum()).isNotEqualTo(Frames.crc32c(data));
  }

  private static byte[] ready(int id, long offset) {
    return Frames.frame(0x13, id, "%016x%016x".formatted(offset, 4096));
  }

  private static byte[] header(byte[] frame) {
    return Arrays.copyOf(frame, headerBytes(frame));
  }

  private static byte[] rest(byte[] frame) {
    return Arrays.copyOfRange(frame, headerBytes(frame), frame.length);
  }

  private static int headerBytes(byte[] frame) {
    return frame[0] == FrameType.BLOCK.code
        ? FrameFormat.BLOCK_HEADER_BYTES
        : FrameFormat.HEADER_BYTES;
  }
}
