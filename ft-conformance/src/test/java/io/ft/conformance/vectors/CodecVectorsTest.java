package io.ft.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.ft.codec.framed.FramedClientCodec;
import io.ft.codec.framed.FramedServerCodec;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The codec against the golden vectors. */
class CodecVectorsTest {

  /** What is wrong with these is not for a codec to see, but for who speaks. */
  private static final List<String> RULES_OF_A_CONVERSATION = List.of("H-4", "H-9", "X-7", "X-12");

  /** Of a text that another sender has cut within a character, the codec sends whole ones only. */
  private static final String TEXT_RULE = "E-5";

  @TestFactory
  Stream<DynamicTest> controlMessagesAreDecodedAndEncoded() {
    return Vectors.messages().stream()
        .filter(vector -> !type(vector).equals("BLOCK"))
        .map(vector -> dynamicTest(vector.name(), () -> decodedAndEncoded(vector)));
  }

  private static void decodedAndEncoded(MessageVector vector) {
    EmbeddedChannel peer = receiver(vector.sender(), type(vector).equals("HELLO"));
    peer.writeInbound(Unpooled.wrappedBuffer(vector.bytes()));
    Message message = peer.readInbound();

    assertThat(CodecFields.of(message)).hasToString(vector.message().toString());
    assertThat(peer.inboundMessages()).isEmpty();
    if (!vector.rules().contains(TEXT_RULE)) {
      assertThat(encoded(vector.sender(), message)).isEqualTo(hex(vector.bytes()));
    }
    peer.finish();
  }

  @TestFactory
  Stream<DynamicTest> blocksAreDecodedAndEncoded() {
    return Vectors.messages().stream()
        .filter(vector -> type(vector).equals("BLOCK"))
        .map(vector -> dynamicTest(vector.name(), () -> blockDecodedAndEncoded(vector)));
  }

  private static void blockDecodedAndEncoded(MessageVector vector) {
    EmbeddedChannel client = receiver(vector.sender(), false);
    client.writeInbound(Unpooled.wrappedBuffer(vector.bytes()));
    BlockHeader header = client.readInbound();
    BlockContent content = client.readInbound();
    BlockEnd end = client.readInbound();

    assertThat(header.id()).isEqualTo(vector.message().get("id").asInt());
    assertThat(header.offset()).isEqualTo(Long.parseLong(vector.message().get("offset").asText()));
    assertThat(ByteBufUtil.hexDump(content.content()))
        .isEqualTo(vector.message().get("data").asText());
    assertThat(encoded(vector.sender(), header, content, end)).isEqualTo(hex(vector.bytes()));
    client.finish();
  }

  @TestFactory
  Stream<DynamicTest> malformedFramesAreRefused() {
    return Vectors.malformed().stream()
        .filter(vector -> vector.rules().stream().noneMatch(RULES_OF_A_CONVERSATION::contains))
        .map(vector -> dynamicTest(vector.name() + ", " + vector.sender(), () -> refused(vector)));
  }

  private static void refused(MalformedVector vector) {
    EmbeddedChannel peer = receiver(vector.sender(), vector.state().equals("greeting"));

    ProtocolException refusal =
        catchThrowableOfType(
            ProtocolException.class,
            () -> peer.writeInbound(Unpooled.wrappedBuffer(vector.bytes())));

    assertThat(refusal).isNotNull();
    assertThat(refusal.code().number()).isEqualTo(vector.errorCode());
    assertThat(peer.inboundMessages()).isEmpty();
    peer.finish();
  }

  @TestFactory
  Stream<DynamicTest> unknownTypesAreSkipped() {
    return Vectors.skipped().stream()
        .map(
            vector ->
                dynamicTest(
                    vector.name(),
                    () -> {
                      EmbeddedChannel peer = receiver(FrameType.Sender.CLIENT, false);
                      peer.writeInbound(Unpooled.wrappedBuffer(vector.bytes()));
                      assertThat(peer.inboundMessages()).isEmpty();
                      peer.finish();
                    }));
  }

  private static String type(MessageVector vector) {
    return vector.message().get("type").asText();
  }

  /** The end that takes what {@code sender} says, at its first frame or behind its HELLO. */
  private static EmbeddedChannel receiver(FrameType.Sender sender, boolean first) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            sender == FrameType.Sender.SERVER
                ? new FramedClientCodec(Limits.DEFAULT)
                : new FramedServerCodec());
    channel.writeInbound(Unpooled.wrappedBuffer(Frame.preface()));
    if (!first) {
      EmbeddedChannel greeter = new EmbeddedChannel(new FramedServerCodec());
      greeter.writeOutbound(new Hello(Set.of(), 8, Limits.MAX_BLOCK_BYTES, ""));
      ByteBuf greeting = greeter.readOutbound();
      channel.writeInbound(greeting.skipBytes(Frame.preface().length));
      channel.releaseInbound();
      greeter.finish();
    }
    return channel;
  }

  private static String encoded(FrameType.Sender sender, Message... messages) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            sender == FrameType.Sender.CLIENT
                ? new FramedClientCodec(Limits.DEFAULT)
                : new FramedServerCodec());
    channel.writeOutbound((Object[]) messages);
    ByteBuf bytes = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      bytes.writeBytes(part);
      part.release();
    }
    channel.finish();
    String encoded = ByteBufUtil.hexDump(bytes);
    bytes.release();
    // The preface goes in front of a HELLO.
    return messages[0] instanceof Hello ? encoded.substring(2 * Frame.preface().length) : encoded;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
