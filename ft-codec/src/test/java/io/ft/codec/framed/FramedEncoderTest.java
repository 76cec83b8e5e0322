package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.EncoderException;
import java.io.File;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FramedEncoderTest {

  private static final String LONE_SURROGATE = "\ud800";

  /** Messages that the types allow and the frames cannot carry. */
  static final List<Message> UNENCODABLE =
      List.of(
          hello("t".repeat(Limits.MAX_TOKEN_BYTES + 1), ""),
          hello("", "a".repeat(Limits.MAX_AGENT_BYTES + 1)),
          hello("", "\u00e9".repeat(128)),
          new FileRequest(1, "p".repeat(Limits.MAX_CONTROL_PAYLOAD_BYTES + 1)),
          new FileRequest(1, "p".repeat(Limits.MAX_CONTROL_PAYLOAD_BYTES - 3)),
          new FileRequest(1, "p".repeat(0x1_0000)),
          new FileRequest(1, LONE_SURROGATE),
          new ListRequest(1, "p".repeat(Limits.MAX_CONTROL_PAYLOAD_BYTES - 2), true),
          new Exists(1, 0, null, Tag.NONE, Limits.MIN_BLOCK_BYTES, null),
          entry("p".repeat(Limits.MAX_PATH_BYTES + 1)),
          entry("\u20ac".repeat(Limits.MAX_PATH_BYTES / 3 + 1)),
          new BlockEnd(1, BlockEnd.UNCHECKED));

  @ParameterizedTest
  @FieldSource("UNENCODABLE")
  void unencodableMessageIsRefused(Message message) {
    // closing the sender proves that the half-written buffer was released
    try (Sender sender = new Sender()) {
      assertThat(sender.tryWrite(message))
          .isInstanceOf(EncoderException.class)
          .hasCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void encoderGoesOnAfterARefusal() {
    try (Sender sender = new Sender()) {
      assertThat(sender.tryWrite(new FileRequest(1, LONE_SURROGATE))).isNotNull();

      assertThat(sender.encode(GoldenFrame.PING.message())).isEqualTo(GoldenFrame.PING.bytes());
    }
  }

  @Test
  void longestValuesAreEncoded() {
    List<Message> longest =
        List.of(
            hello("t".repeat(Limits.MAX_TOKEN_BYTES), "a".repeat(Limits.MAX_AGENT_BYTES)),
            new FileRequest(1, "p".repeat(Limits.MAX_CONTROL_PAYLOAD_BYTES - 4)),
            new ListRequest(1, "p".repeat(Limits.MAX_CONTROL_PAYLOAD_BYTES - 3), true));

    try (Sender sender = new Sender();
        Receiver receiver = new Receiver(Side.CLIENT)) {
      for (Message message : longest) {
        receiver.feed(sender.encode(message));
      }

      assertThat(receiver.said()).isEqualTo(longest);
    }
  }

  @Test
  void explanationsAreCutWhereTheyAreTooLong() {
    String text = "t".repeat(Limits.MAX_TEXT_BYTES);

    try (Sender sender = new Sender();
        Receiver receiver = new Receiver(Side.SERVER)) {
      receiver
          .feed(Frames.GREETING)
          .feed(sender.encode(new Failure(1, ErrorCode.INTERNAL, text + "x")))
          .feed(sender.encode(new GoAway(1, 0, text + "x".repeat(100_000))));

      assertThat(receiver.said())
          .endsWith(new Failure(1, ErrorCode.INTERNAL, text), new GoAway(1, 0, text));
    }
  }

  @Test
  void whatCannotBeEncodedOfAnExplanationBecomesAQuestionMark() {
    String text = "a" + LONE_SURROGATE + "b\udcff\u00e9";

    try (Sender sender = new Sender();
        Receiver receiver = new Receiver(Side.SERVER)) {
      receiver
          .feed(Frames.GREETING)
          .feed(sender.encode(new Failure(1, ErrorCode.INTERNAL, text)))
          .feed(sender.encode(new GoAway(1, 0, text)));

      assertThat(receiver.error()).isNull();
      assertThat(receiver.said())
          .endsWith(
              new Failure(1, ErrorCode.INTERNAL, "a?b?\u00e9"), new GoAway(1, 0, "a?b?\u00e9"));
    }
  }

  @Test
  void encodersOfTwoConnectionsShareNoState() {
    byte[] data = {1, 2, 3};
    BlockEnd end = new BlockEnd(1, Frames.crc32c(data));

    try (Sender one = new Sender();
        Sender other = new Sender()) {
      byte[] headerOfOne = one.encode(new BlockHeader(1, 0, data.length));
      byte[] headerOfOther = other.encode(new BlockHeader(1, 3, data.length));
      byte[] endOfOne = one.encode(end);
      byte[] endOfOther = other.encode(end);

      assertThat(Frames.concat(headerOfOne, data, endOfOne)).isEqualTo(Frames.block(1, 0, data));
      assertThat(Frames.concat(headerOfOther, data, endOfOther))
          .isEqualTo(Frames.block(1, 3, data));
    }
  }

  @Test
  void eachBlockIsBoundToItsOwnHeader() {
    byte[] data = {1, 2, 3};

    try (Sender sender = new Sender()) {
      for (long offset : new long[] {0, 3, 6, 3}) {
        byte[] header = sender.encode(new BlockHeader(1, offset, data.length));
        byte[] end = sender.encode(new BlockEnd(1, Frames.crc32c(data)));

        assertThat(Frames.concat(header, data, end)).isEqualTo(Frames.block(1, offset, data));
      }
    }
  }

  @Test
  void bufferPassesUntouched() {
    try (Sender sender = new Sender()) {
      ByteBuf buffer = sender.buffer(new byte[] {1, 2, 3});

      assertThat(sender.tryWrite(buffer)).isNull();

      assertThat(sender.written()).isSameAs(buffer);
      assertThat(buffer.readableBytes()).isEqualTo(3);
      assertThat(buffer.release()).isTrue();
    }
  }

  @Test
  void fileRegionPassesUntouched() {
    try (Sender sender = new Sender()) {
      FileRegion region = new DefaultFileRegion(new File("never-opened"), 7, 1L << 40);

      assertThat(sender.tryWrite(region)).isNull();

      assertThat(sender.written()).isSameAs(region);
      assertThat(region.transferred()).isZero();
      assertThat(region.count()).isEqualTo(1L << 40);
      assertThat(region.release()).isTrue();
    }
  }

  @Test
  void contentPassesAsItsBuffer() {
    try (Sender sender = new Sender()) {
      ByteBuf buffer = sender.buffer(new byte[] {1, 2, 3});

      assertThat(sender.tryWrite(new BlockContent(1, buffer))).isNull();

      assertThat(sender.written()).isSameAs(buffer);
      assertThat(buffer.refCnt()).isEqualTo(1);
      assertThat(buffer.release()).isTrue();
    }
  }

  private static Hello hello(String token, String agent) {
    return new Hello(1, 1, Set.of(), 8, Limits.MIN_BLOCK_BYTES, token, agent);
  }

  private static Entry entry(String path) {
    return new Entry(1, Entry.Kind.FILE, 0, Instant.EPOCH, Tag.NONE, path);
  }
}
