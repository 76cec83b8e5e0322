package io.ft.codec.framed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockHeader;
import io.ft.codec.Failure;
import io.ft.codec.GoAway;
import io.ft.codec.Hello;
import io.ft.codec.Message;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged and hostile input. The {@link Receiver} lets no exception pass but one ProtocolException,
 * and proves at its end that no buffer is left.
 */
class FramedFuzzTest {

  private static final int NOISES = 5_000;
  private static final int MUTATIONS = 10_000;
  private static final int PAYLOADS = 6_000;

  @ParameterizedTest
  @MethodSource("io.ft.codec.framed.Conversation#both")
  void noFlippedBitGoesUnnoticed(Conversation conversation) {
    byte[] bytes = conversation.bytes();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      int position = bit / 8;
      bytes[position] ^= (byte) (1 << bit % 8);
      try (Receiver receiver = new Receiver(conversation.speaker())) {
        receiver.feed(bytes);

        if (conversation.isBlockByte(position)) {
          assertOneBlockIsBroken(receiver, conversation);
        } else {
          List<Object> said = receiver.said();
          assertThat(said).as("bit %d", bit).isEqualTo(conversation.meaning(said.size()));
        }
      }
      bytes[position] ^= (byte) (1 << bit % 8);
    }
  }

  @ParameterizedTest
  @MethodSource("io.ft.codec.framed.Conversation#both")
  void mutatedConversationYieldsOnlyWhatWasSaid(Conversation conversation) {
    Set<Object> meaning = new HashSet<>(conversation.meaning());
    Set<String> headers = new HashSet<>();
    for (Object said : meaning) {
      if (said instanceof Transcript.Block block) {
        headers.add(block.id() + "@" + block.offset());
      }
    }
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = conversation.bytes();
      for (int i = 0; i <= random.nextInt(3); i++) {
        bytes = mutate(bytes, random);
      }
      try (Receiver receiver = new Receiver(conversation.speaker())) {
        receiver.feedPieces(bytes, random);

        for (Object said : receiver.said()) {
          if (said instanceof Transcript.Block block) {
            assertThat(headers).as("seed %d", seed).contains(block.id() + "@" + block.offset());
            assertThat(meaning.contains(block)).as("seed %d", seed).isEqualTo(block.isIntact());
          } else {
            assertThat(meaning).as("seed %d", seed).contains(said);
          }
        }
        BlockHeader open = receiver.transcript().open();
        if (open != null) {
          assertThat(headers).as("seed %d", seed).contains(open.id() + "@" + open.offset());
        }
      }
    }
  }

  /** The checks are right here, so that the noise gets past them to where fields are read. */
  @ParameterizedTest
  @EnumSource
  void noiseInRightFramesIsRefusedOrUnderstood(Side speaker) {
    List<GoldenFrame> golden =
        GoldenFrame.ALL.stream().filter(frame -> frame.sender() == speaker).toList();
    for (int seed = 0; seed < PAYLOADS; seed++) {
      Random random = new Random(seed);
      GoldenFrame frame = golden.get(random.nextInt(golden.size()));
      int start = frame.isHello() ? 4 : 0;
      byte[] bytes = frame.bytes();
      byte[] payload = Arrays.copyOfRange(bytes, start + 12, bytes.length - 4);
      byte[] noisy = mutate(payload, random);
      try (Receiver receiver = new Receiver(speaker)) {
        receiver
            .feed(frame.isHello() ? Frames.PREFACE : Frames.GREETING)
            .feed(Frames.frame(bytes[start], frame.message().id(), noisy));

        int before = frame.isHello() ? 0 : 1;
        assertThat(receiver.said().size() - before)
            .as("seed %d", seed)
            .isEqualTo(receiver.error() == null ? 1 : 0);
        if (receiver.error() == null) {
          assertComesBackEqual((Message) receiver.said().get(before), speaker);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noiseIsRefusedOrAwaited(Side speaker) {
    for (int seed = 0; seed < NOISES; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[1 + random.nextInt(300)];
      random.nextBytes(noise);
      try (Receiver fresh = new Receiver(speaker);
          Receiver greeted = new Receiver(speaker)) {
        fresh.feedPieces(noise, random);
        greeted.feed(Frames.GREETING).feedPieces(noise, random);

        assertThat(fresh.error()).as("seed %d", seed).isNotNull();
        assertThat(fresh.said()).as("seed %d", seed).isEmpty();
        assertThat(greeted.said()).as("seed %d", seed).hasSize(1);
        assertThat(greeted.heldBytes()).as("seed %d", seed).isLessThan(1 << 10);
      }
    }
  }

  @Test
  void framesOfAnyTypeLengthAndIdAreRefusedOrAwaited() {
    for (int seed = 0; seed < NOISES; seed++) {
      Random random = new Random(seed);
      byte[] header = Frames.header(random.nextInt(256), random.nextInt(1 << 24), random.nextInt());
      try (Receiver receiver = new Receiver(Side.SERVER)) {
        receiver.feed(Frames.GREETING).feed(header).feed(new byte[100]);

        assertThat(receiver.said()).as("seed %d", seed).hasSize(1);
      }
    }
  }

  /** All is as it was said, except that one block's data and check do not fit together. */
  private static void assertOneBlockIsBroken(Receiver receiver, Conversation conversation) {
    assertThat(receiver.error()).isNull();
    assertThat(receiver.said()).hasSameSizeAs(conversation.meaning());
    int broken = 0;
    for (int i = 0; i < receiver.said().size(); i++) {
      Object said = receiver.said().get(i);
      Object meant = conversation.meaning().get(i);
      if (said instanceof Transcript.Block block && !block.isIntact()) {
        broken++;
      } else {
        assertThat(said).isEqualTo(meant);
      }
    }
    assertThat(broken).isEqualTo(1);
  }

  private static void assertComesBackEqual(Message message, Side speaker) {
    try (Sender sender = new Sender();
        Receiver receiver = new Receiver(speaker)) {
      if (!(message instanceof Hello)) {
        receiver.feed(Frames.GREETING);
      }
      receiver.feed(sender.encode(message));

      assertThat(receiver.said()).last().isEqualTo(asItComesBack(message));
    }
  }

  /** What cannot be encoded of an explanation comes back as question marks. */
  private static Message asItComesBack(Message message) {
    if (message instanceof Failure failure) {
      return new Failure(failure.id(), failure.code(), encodable(failure.text()));
    }
    if (message instanceof GoAway goAway) {
      return new GoAway(goAway.lastId(), goAway.retryAfterMillis(), encodable(goAway.text()));
    }
    return message;
  }

  private static String encodable(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    int start = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, start + random.nextInt(20));
    byte[] head = Arrays.copyOf(bytes, start);
    byte[] middle = Arrays.copyOfRange(bytes, start, end);
    byte[] tail = Arrays.copyOfRange(bytes, end, bytes.length);
    byte[] noise = new byte[random.nextInt(20)];
    random.nextBytes(noise);
    return switch (random.nextInt(6)) {
      case 0 -> flip(bytes, random);
      case 1 -> Frames.concat(head, tail);
      case 2 -> Frames.concat(head, noise, middle, tail);
      case 3 -> Frames.concat(head, middle, middle, tail);
      case 4 -> Frames.concat(head, noise, tail);
      default -> head;
    };
  }

  private static byte[] flip(byte[] bytes, Random random) {
    byte[] flipped = bytes.clone();
    if (bytes.length > 0) {
      for (int i = 0; i <= random.nextInt(8); i++) {
        flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return flipped;
  }
}
