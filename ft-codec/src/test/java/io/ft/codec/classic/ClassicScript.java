package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.testing.FuzzChannel;
import io.ft.testing.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens on a classic connection, as the bytes of a fuzzer say: bytes come, time passes, the
 * peer closes. This side answers at once, as the programs do.
 *
 * <pre>
 *   u8 kind        0 to 3
 *     0: u8 n, n bytes that come    1: u8 n, 8 n bytes that come
 *     2: u8 n, n ms that pass       3: u8 n, word n that comes
 *   any other: the peer closes
 * </pre>
 */
final class ClassicScript {

  private static final ClassicTiming TIMING = new ClassicTiming(20, 100);
  static final long SIZE_BYTES = 12;

  private static final String[] WORDS = {
    "EXISTS", "NOT_EXISTS", "READY", "12", "0", "9223372036854775807", "EXISTS12", "\0"
  };

  /** Bytes that come, time that passes, or neither: the peer closes. */
  private static final class Step {

    final byte[] bytes;
    final int millis;

    Step(byte[] bytes, int millis) {
      this.bytes = bytes;
      this.millis = millis;
    }
  }

  private final List<Step> steps;

  private ClassicScript(List<Step> steps) {
    this.steps = steps;
  }

  static ClassicScript of(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    List<Step> steps = new ArrayList<>();
    while (in.remaining() > 0) {
      int kind = in.u8();
      int number = in.u8();
      steps.add(
          switch (kind) {
            case 0 -> new Step(in.bytes(number), 0);
            case 1 -> new Step(in.bytes(8 * number), 0);
            case 2 -> new Step(new byte[0], number);
            case 3 -> new Step(bytes(WORDS[number % WORDS.length]), 0);
            default -> new Step(new byte[0], 0);
          });
    }
    return new ClassicScript(steps);
  }

  /**
   * An input to begin with, in which each byte string comes as a whole and 30 ms pass behind it.
   */
  static byte[] seed(String... texts) {
    ByteArrayOutputStream seed = new ByteArrayOutputStream();
    for (String text : texts) {
      byte[] bytes = bytes(text);
      seed.write(0);
      seed.write(bytes.length);
      seed.writeBytes(bytes);
      seed.writeBytes(new byte[] {2, 30, 2, 120});
    }
    seed.writeBytes(new byte[] {9, 0});
    return seed.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The same, in which bytes that come one after the other without a pause come at once. */
  ClassicScript joined() {
    List<Step> joined = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Step step : steps) {
      bytes.writeBytes(step.bytes);
      if (step.bytes.length == 0) {
        addBytes(bytes, joined);
        joined.add(step);
      }
    }
    addBytes(bytes, joined);
    return new ClassicScript(joined);
  }

  private static void addBytes(ByteArrayOutputStream bytes, List<Step> steps) {
    if (bytes.size() > 0) {
      steps.add(new Step(bytes.toByteArray(), 0));
      bytes.reset();
    }
  }

  /** All bytes that come. */
  byte[] allBytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    steps.forEach(step -> all.writeBytes(step.bytes));
    return all.toByteArray();
  }

  static FuzzChannel server() {
    return new FuzzChannel(new ClassicServerCodec(TIMING));
  }

  static FuzzChannel client() {
    return new FuzzChannel(new ClassicClientCodec(TIMING, Limits.DEFAULT));
  }

  /** Lets it happen. */
  void play(FuzzChannel channel) {
    int answered = 0;
    for (Step step : steps) {
      if (step.bytes.length > 0) {
        channel.receive(step.bytes);
      } else if (step.millis > 0) {
        channel.pass(step.millis);
      } else {
        channel.peerCloses();
      }
      List<Object> said = channel.said();
      while (answered < said.size()) {
        answer(channel, said.get(answered++));
      }
    }
  }

  private static void answer(FuzzChannel channel, Object said) {
    if (channel.isOpen() && said instanceof FileRequest) {
      channel.write(new Exists(1, SIZE_BYTES, Instant.EPOCH, Tag.NONE, 4096, null));
    } else if (channel.isOpen() && said instanceof Exists) {
      channel.write(new Ready(1, 0, Long.MAX_VALUE));
    }
  }

  /**
   * Whether bytes come in pieces or not, they mean the same, but for one thing: a piece that is
   * whole has been taken when a wrong byte comes behind it.
   */
  static void assertSame(FuzzChannel pieces, FuzzChannel joined) {
    int common = Math.min(pieces.said().size(), joined.said().size());
    assertThat(pieces.said().subList(0, common)).isEqualTo(joined.said().subList(0, common));
    assertThat(pieces.error() == null).as("is right").isEqualTo(joined.error() == null);
    if (joined.error() == null) {
      assertThat(pieces.said()).isEqualTo(joined.said());
    } else {
      assertThat(pieces.said().size()).isGreaterThanOrEqualTo(joined.said().size());
    }
  }

  static <M extends Message> List<M> messages(FuzzChannel channel, Class<M> type) {
    return channel.said().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
