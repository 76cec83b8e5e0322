package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectDetectorTest {

  private final List<String> detected = new ArrayList<>();

  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new DialectDetector() {
            @Override
            protected void framed(ChannelHandlerContext ctx) {
              detected.add("framed");
            }

            @Override
            protected void classic(ChannelHandlerContext ctx) {
              detected.add("classic");
            }

            @Override
            protected void tls(ChannelHandlerContext ctx) {
              detected.add("tls");
            }
          });

  @AfterEach
  void nothingIsLeftOver() {
    assertThat(channel.finishAndReleaseAll()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "00667401, framed",
    "00ffffff, framed",
    "16030100, tls",
    "16ffffff, tls",
    "612f622e, classic",
    "01667401, classic",
    "15030100, classic",
    "17030100, classic",
    "80000000, classic",
    "ffd8ffe0, classic",
    "0a0d0a0d, classic",
  })
  void firstByteDecides(String hex, String dialect) {
    receive(hex);

    assertThat(detected).containsExactly(dialect);
    assertThat(handedOn()).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource({"00, framed", "16, tls", "61, classic"})
  void firstByteAloneDecides(String hex, String dialect) {
    receive(hex);
    assertThat(detected).containsExactly(dialect);
    assertThat(handedOn()).isEqualTo(hex);

    receive("ffffff");
    assertThat(detected).containsExactly(dialect);
    assertThat(handedOn()).isEqualTo("ffffff");
  }

  @Test
  void everyByteButTwoIsClassic() {
    for (int first = 0; first < 256; first++) {
      DialectDetectorTest other = new DialectDetectorTest();
      other.receive("%02x".formatted(first));
      other.handedOn();
      other.nothingIsLeftOver();

      String expected = first == 0x00 ? "framed" : first == 0x16 ? "tls" : "classic";
      assertThat(other.detected).as("first byte %02x", first).containsExactly(expected);
    }
  }

  @Test
  void detectorLeavesThePipeline() {
    receive("61");
    handedOn();

    assertThat(channel.pipeline().get(DialectDetector.class)).isNull();
  }

  @Test
  void handlersThatAreAddedGetEveryByte() {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    EmbeddedChannel framed = new EmbeddedChannel(new AddsListener(seen));

    framed.writeInbound(ByteBufAllocator.DEFAULT.buffer().writeInt(0x0066_7401));
    framed.writeInbound(ByteBufAllocator.DEFAULT.buffer().writeByte(0x01));

    assertThat(seen.toByteArray()).isEqualTo(new byte[] {0x00, 0x66, 0x74, 0x01, 0x01});
    assertThat(framed.finish()).isFalse();
  }

  @Test
  void emptyReadDecidesNothing() {
    channel.writeInbound(ByteBufAllocator.DEFAULT.buffer());

    assertThat(detected).isEmpty();
    assertThat(channel.inboundMessages()).isEmpty();
  }

  @Test
  void closeWithoutAByteDecidesNothing() {
    channel.finish();

    assertThat(detected).isEmpty();
  }

  private void receive(String hex) {
    channel.writeInbound(
        ByteBufAllocator.DEFAULT.buffer().writeBytes(HexFormat.of().parseHex(hex)));
  }

  /** What arrived behind the detector since the last call, in hexadecimal. */
  private String handedOn() {
    StringBuilder hex = new StringBuilder();
    ByteBuf buffer = channel.readInbound();
    while (buffer != null) {
      hex.append(ByteBufUtil.hexDump(buffer));
      buffer.release();
      buffer = channel.readInbound();
    }
    return hex.toString();
  }

  /** Puts a listener where the handlers of the dialect come. */
  private static final class AddsListener extends DialectDetector {

    private final ByteArrayOutputStream seen;

    AddsListener(ByteArrayOutputStream seen) {
      this.seen = seen;
    }

    @Override
    protected void framed(ChannelHandlerContext ctx) {
      ctx.pipeline().addLast(new Listener(seen));
    }

    @Override
    protected void classic(ChannelHandlerContext ctx) {
      throw new AssertionError("classic");
    }

    @Override
    protected void tls(ChannelHandlerContext ctx) {
      throw new AssertionError("tls");
    }
  }

  private static final class Listener extends SimpleChannelInboundHandler<ByteBuf> {

    private final ByteArrayOutputStream seen;

    Listener(ByteArrayOutputStream seen) {
      this.seen = seen;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
      seen.writeBytes(ByteBufUtil.getBytes(bytes));
    }
  }
}
