package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import org.junit.jupiter.api.Test;

class FramedTerminalStateTest {

  private static final byte[] GARBAGE = new byte[] {0x7F, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  @Test
  void nothingIsDecodedAfterAnError() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(GARBAGE);
      assertThat(receiver.error()).isNotNull();

      receiver
          .feed(GoldenFrame.PONG.bytes())
          .feed(Frames.block(1, 0, new byte[100]))
          .feed(Frames.GREETING);

      assertThat(receiver.said()).containsExactly(GoldenFrame.HELLO_SERVER.message());
      assertThat(receiver.transcript().open()).isNull();
    }
  }

  @Test
  void nothingIsDecodedBehindAnErrorInTheSameBuffer() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.concat(Frames.GREETING, GARBAGE, GoldenFrame.PONG.bytes()));

      assertThat(receiver.error()).isNotNull();
      assertThat(receiver.said()).containsExactly(GoldenFrame.HELLO_SERVER.message());
    }
  }

  @Test
  void messagesBeforeAnErrorInTheSameBufferAreDelivered() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      byte[] block = Frames.block(1, 0, new byte[100]);
      receiver.feed(Frames.concat(Frames.GREETING, block, GoldenFrame.PONG.bytes(), GARBAGE));

      assertThat(receiver.error()).isNotNull();
      assertThat(receiver.said())
          .containsExactly(
              GoldenFrame.HELLO_SERVER.message(),
              Transcript.Block.of(1, 0, new byte[100]),
              GoldenFrame.PONG.message());
    }
  }

  @Test
  void bytesAfterAnErrorAreNotKept() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(Frames.concat(GARBAGE, new byte[10_000]));
      assertThat(receiver.error()).isNotNull();
      assertThat(receiver.heldBytes()).isZero();

      for (int i = 0; i < 100; i++) {
        receiver.feed(new byte[10_000]);

        assertThat(receiver.heldBytes()).isZero();
      }
    }
  }

  @Test
  void errorIsReportedOnce() {
    try (Receiver receiver = new Receiver(Side.CLIENT)) {
      receiver.feed(new byte[] {1});
      for (int i = 0; i < 10; i++) {
        // a second error would make the receiver fail
        receiver.feed(GARBAGE);
      }

      assertThat(receiver.error()).isNotNull();
    }
  }

  @Test
  void closeInTheMiddleOfAFrameSaysNothing() {
    byte[] bytes = Conversation.ofServer().bytes();
    for (int end = 0; end < bytes.length; end++) {
      Receiver receiver = new Receiver(Side.SERVER);
      receiver.feed(bytes, 0, end);
      int said = receiver.said().size();
      receiver.close();

      assertThat(receiver.error()).isNull();
      assertThat(receiver.said()).hasSize(said);
    }
  }

  @Test
  void damageAndNonsenseAreToldApart() {
    try (Receiver damaged = new Receiver(Side.SERVER);
        Receiver nonsense = new Receiver(Side.SERVER)) {
      damaged.feed(Frames.GREETING).feed(GARBAGE);
      nonsense.feed(Frames.GREETING).feed(Frames.header(0x7F, 0, 0));

      damaged.assertRefused(ErrorCode.CHECKSUM);
      nonsense.assertRefused(ErrorCode.MALFORMED);
    }
  }
}
