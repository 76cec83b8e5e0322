package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FramedSplitTest {

  private static final int RANDOM_CUTS = 1000;

  @ParameterizedTest
  @MethodSource("io.ft.codec.framed.Conversation#both")
  void splitAtAnyPointChangesNothing(Conversation conversation) {
    byte[] bytes = conversation.bytes();
    for (int split = 0; split <= bytes.length; split++) {
      try (Receiver receiver = new Receiver(conversation.speaker())) {
        receiver.feed(bytes, 0, split).feed(bytes, split, bytes.length);

        assertUnderstood(receiver, conversation, "split at " + split);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.ft.codec.framed.Conversation#both")
  void singleBytesChangeNothing(Conversation conversation) {
    byte[] bytes = conversation.bytes();
    try (Receiver receiver = new Receiver(conversation.speaker())) {
      for (int i = 0; i < bytes.length; i++) {
        receiver.feed(bytes, i, i + 1);
      }

      assertUnderstood(receiver, conversation, "byte by byte");
    }
  }

  @ParameterizedTest
  @MethodSource("io.ft.codec.framed.Conversation#both")
  void randomPiecesChangeNothing(Conversation conversation) {
    byte[] bytes = conversation.bytes();
    for (int seed = 0; seed < RANDOM_CUTS; seed++) {
      try (Receiver receiver = new Receiver(conversation.speaker())) {
        receiver.feedPieces(bytes, new Random(seed));

        assertUnderstood(receiver, conversation, "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.ft.codec.framed.Conversation#both")
  void frameIsDecodedAsSoonAsItIsWhole(Conversation conversation) {
    byte[] bytes = conversation.bytes();
    for (int end : conversation.ends()) {
      try (Receiver early = new Receiver(conversation.speaker());
          Receiver whole = new Receiver(conversation.speaker())) {
        early.feed(bytes, 0, end - 1);
        whole.feed(bytes, 0, end);

        int known = early.said().size();
        assertThat(early.said()).isEqualTo(conversation.meaning(known));
        assertThat(whole.said()).isEqualTo(conversation.meaning(whole.said().size()));
        assertThat(whole.said().size()).isBetween(known, known + 1);
        assertThat(whole.transcript().open()).isNull();
        assertThat(whole.heldBytes()).isZero();
      }
    }
  }

  private static void assertUnderstood(
      Receiver receiver, Conversation conversation, String description) {
    assertThat(receiver.error()).as(description).isNull();
    assertThat(receiver.said()).as(description).isEqualTo(conversation.meaning());
    assertThat(receiver.heldBytes()).as(description).isZero();
  }
}
