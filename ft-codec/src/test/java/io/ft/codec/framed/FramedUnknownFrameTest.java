package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramedUnknownFrameTest {

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0x81, 0x94, 0xFE, 0xFF})
  void frameOfALaterVersionIsSkipped(int code) {
    assertSkippedAtEverySplit(Frames.frame(code, 1, "00112233445566"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void itsIdMayBeAnything(int id) {
    assertSkippedAtEverySplit(Frames.frame(0x80, id, "00112233445566"));
  }

  @Test
  void itsPayloadMayBeEmpty() {
    assertSkippedAtEverySplit(Frames.frame(0x80, 1, ""));
  }

  @Test
  void itsPayloadIsNotChecked() {
    byte[] frame = Frames.frame(0x80, 1, "00112233445566");
    frame[frame.length - 1] ^= 1;

    assertSkippedAtEverySplit(frame);
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesMaySendIt(Side sender) {
    try (Receiver receiver = new Receiver(sender)) {
      receiver
          .feed(Frames.GREETING)
          .feed(Frames.frame(0x80, 1, "00"))
          .feed(GoldenFrame.PING.bytes());

      assertThat(receiver.said()).last().isEqualTo(GoldenFrame.PING.message());
    }
  }

  @Test
  void longestIsSkippedWithoutBeingKept() {
    byte[] frame = Frames.frame(0x80, 1, new byte[Limits.MAX_CONTROL_PAYLOAD_BYTES]);
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(frame, 0, 100);
      assertThat(receiver.heldBytes()).isZero();
      receiver.feed(frame, 100, 9000);
      assertThat(receiver.heldBytes()).isZero();

      receiver.feed(frame, 9000, frame.length).feed(GoldenFrame.PONG.bytes());

      assertThat(receiver.said()).last().isEqualTo(GoldenFrame.PONG.message());
    }
  }

  private static void assertSkippedAtEverySplit(byte[] frame) {
    byte[] bytes =
        Frames.concat(
            Frames.GREETING, frame, GoldenFrame.PONG.bytes(), frame, GoldenFrame.END.bytes());
    for (int split = 0; split <= bytes.length; split++) {
      try (Receiver receiver = new Receiver(Side.SERVER)) {
        receiver.feed(bytes, 0, split).feed(bytes, split, bytes.length);

        assertThat(receiver.error()).isNull();
        assertThat(receiver.said())
            .containsExactly(
                GoldenFrame.HELLO_SERVER.message(),
                GoldenFrame.PONG.message(),
                GoldenFrame.END.message());
      }
    }
  }
}
