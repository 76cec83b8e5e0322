package io.ft.codec.framed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Failure;
import io.ft.codec.GoAway;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.ft.testing.Allocations;
import io.ft.testing.FuzzChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What holds for whatever one side sends, beside what {@link FuzzChannel} looks after. */
final class FramedProperties {

  private final Side speaker;

  FramedProperties(Side speaker) {
    this.speaker = speaker;
  }

  /** Inputs to begin with: all that the side can say, at once and each on its own. */
  static Stream<byte[]> seeds(Side speaker) {
    byte[] conversation =
        (speaker == Side.CLIENT ? Conversation.ofClient() : Conversation.ofServer()).bytes();
    Stream<byte[]> whole =
        Stream.of(
            FramedInput.seed(FramedInput.AS_IS, conversation),
            FramedInput.seed(FramedInput.WITH_CHECKS, conversation));
    Stream<byte[]> frames =
        GoldenFrame.ALL.stream()
            .filter(golden -> golden.sender() == speaker && !golden.isHello())
            .map(golden -> FramedInput.seed(FramedInput.FRAMES, withoutChecks(golden.bytes())));
    return Stream.concat(whole, frames);
  }

  private static byte[] withoutChecks(byte[] frame) {
    return Frames.hex(Frames.hex(frame).replaceFirst("^(.{16}).{8}(.*).{8}$", "$1$2"));
  }

  void check(byte[] data) {
    Allocations.check(() -> checkOnce(data));
  }

  private void checkOnce(byte[] data) {
    FramedInput input = new FramedInput(data);
    try (FuzzChannel whole = decoder(input);
        FuzzChannel cut = decoder(input)) {
      whole.receive(input.bytes());
      cut.receive(input.bytes(), input.cuts());

      assertThat(cut.said()).as("said in pieces").isEqualTo(whole.said());
      assertThat(code(cut)).as("error in pieces").isEqualTo(code(whole));
      assertBlocksAreInOrder(whole.said());
      assertComesBackEqual(whole.said(), input);
      if (whole.error() != null) {
        // Nothing makes it listen again.
        whole.receive(Frames.GREETING).receive(input.bytes());
      }
    }
  }

  private FuzzChannel decoder(FramedInput input) {
    return new FuzzChannel(
        new FramedDecoder(speaker, Limits.DEFAULT.withMaxBlockBytes(input.maxBlockBytes())));
  }

  private static @Nullable Object code(FuzzChannel channel) {
    ProtocolException error = channel.error();
    return error == null ? null : error.code();
  }

  /** Each block has as many bytes as its header says, and no other message in between. */
  private static void assertBlocksAreInOrder(List<Object> said) {
    BlockHeader open = null;
    int bytes = 0;
    for (Object each : said) {
      if (each instanceof BlockHeader header) {
        assertThat(open).as("block around %s", header).isNull();
        open = header;
        bytes = 0;
      } else if (each instanceof FuzzChannel.Bytes content) {
        bytes += content.hex().length() / 2;
        assertThat(open).isNotNull().extracting(BlockHeader::id).isEqualTo(content.id());
        assertThat(bytes).isLessThanOrEqualTo(open == null ? 0 : open.length());
      } else if (each instanceof BlockEnd end) {
        assertThat(open).isNotNull().isEqualTo(new BlockHeader(end.id(), offset(open), bytes));
        open = null;
      } else {
        assertThat(open).as("block around %s", each).isNull();
      }
    }
  }

  private static long offset(@Nullable BlockHeader header) {
    return header == null ? -1 : header.offset();
  }

  private void assertComesBackEqual(List<Object> said, FramedInput input) {
    try (FuzzChannel encoder = new FuzzChannel(new FramedEncoder());
        FuzzChannel again = decoder(input)) {
      for (Object each : said) {
        boolean isContent = each instanceof FuzzChannel.Bytes;
        encoder.write(
            isContent
                ? encoder.buffer(Frames.hex(((FuzzChannel.Bytes) each).hex()))
                : (Message) each);
      }
      byte[] encoded = encoder.sent();
      again.receive(encoded);

      byte[] canonical = FramedInput.canonical(encoded);
      assertThat(Arrays.copyOf(FramedInput.canonical(input.bytes()), canonical.length))
          .as("decoded, encoded")
          .isEqualTo(canonical);
      assertThat(again.said()).as("decoded, encoded, decoded").isEqualTo(asItComesBack(said));
      assertThat(again.error()).isNull();
    }
  }

  /** What cannot be encoded of an explanation comes back as question marks. */
  private static List<Object> asItComesBack(List<Object> said) {
    List<Object> comesBack = new ArrayList<>();
    for (Object each : said) {
      if (each instanceof Failure failure) {
        comesBack.add(new Failure(failure.id(), failure.code(), encodable(failure.text())));
      } else if (each instanceof GoAway goAway) {
        String text = encodable(goAway.text());
        comesBack.add(new GoAway(goAway.lastId(), goAway.retryAfterMillis(), text));
      } else {
        comesBack.add(each);
      }
    }
    return comesBack;
  }

  private static String encodable(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
