package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Message;
import io.ft.codec.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FramedGoldenBytesTest {

  /**
   * "123456789", whose CRC32C is the check value of every catalogue of CRCs; the header check is
   * folded into it here.
   */
  private static final String BLOCK =
      """
      14 000009 00000001 0000000200000001 578a1911
      313233343536373839
      b48c8b92
      """;

  private static final byte[] BLOCK_DATA = "123456789".getBytes(StandardCharsets.US_ASCII);
  private static final long BLOCK_OFFSET = (1L << 33) + 1;
  private static final long BLOCK_CHECK = 0xE306_9283L;

  @ParameterizedTest
  @FieldSource("io.ft.codec.framed.GoldenFrame#ALL")
  void messageIsEncodedToItsBytes(GoldenFrame golden) {
    try (Sender sender = new Sender()) {
      assertThat(Frames.hex(sender.encode(golden.message()))).isEqualTo(Frames.hex(golden.bytes()));
    }
  }

  @ParameterizedTest
  @FieldSource("io.ft.codec.framed.GoldenFrame#ALL")
  void messageIsDecodedFromItsBytes(GoldenFrame golden) {
    try (Receiver receiver = new Receiver(golden.sender())) {
      if (!golden.isHello()) {
        receiver.feed(Frames.GREETING);
      }
      receiver.feed(golden.bytes());

      assertThat(receiver.error()).isNull();
      assertThat(receiver.said()).last().isEqualTo(golden.message());
      assertThat(receiver.said()).hasSize(golden.isHello() ? 1 : 2);
    }
  }

  @Test
  void blockIsEncodedToItsBytes() {
    try (Sender sender = new Sender()) {
      byte[] header = sender.encode(new BlockHeader(1, BLOCK_OFFSET, BLOCK_DATA.length));
      byte[] data = sender.encode(new BlockContent(1, sender.buffer(BLOCK_DATA)));
      byte[] end = sender.encode(new BlockEnd(1, BLOCK_CHECK));

      assertThat(Frames.concat(header, data, end)).isEqualTo(Frames.hex(BLOCK));
    }
  }

  @Test
  void blockIsDecodedFromItsBytes() {
    try (Receiver receiver = new Receiver(GoldenFrame.HELLO_SERVER.sender())) {
      receiver.feed(Frames.GREETING).feed(Frames.hex(BLOCK));

      assertThat(receiver.said())
          .last()
          .isEqualTo(new Transcript.Block(1, BLOCK_OFFSET, Frames.hex(BLOCK_DATA), BLOCK_CHECK));
    }
  }

  @Test
  void everyControlMessageHasGoldenBytes() {
    Set<MessageType> covered =
        GoldenFrame.ALL.stream()
            .map(GoldenFrame::message)
            .map(Message::type)
            .collect(Collectors.toSet());

    assertThat(covered)
        .isEqualTo(
            EnumSet.complementOf(
                EnumSet.of(
                    MessageType.BLOCK_HEADER, MessageType.BLOCK_CONTENT, MessageType.BLOCK_END)));
  }
}
