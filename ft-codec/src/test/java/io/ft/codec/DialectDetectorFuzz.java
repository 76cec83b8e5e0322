package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.testing.Allocations;
import io.ft.testing.FuzzChannel;
import io.ft.testing.FuzzInput;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The first bytes of a connection: the first one decides, and none is lost. */
class DialectDetectorFuzz {

  /** Remembers what it was told. */
  private static final class Detector extends DialectDetector {

    final List<Integer> detected = new ArrayList<>();

    @Override
    protected void framed(ChannelHandlerContext ctx) {
      detected.add(0x00);
    }

    @Override
    protected void tls(ChannelHandlerContext ctx) {
      detected.add(0x16);
    }

    @Override
    protected void classic(ChannelHandlerContext ctx) {
      detected.add(-1);
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of("02000100667401", "010016030100", "00612f62")
        .map(hex -> HexFormat.of().parseHex(hex));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    Allocations.check(() -> check(new FuzzInput(data)));
  }

  private static void check(FuzzInput in) {
    byte[] cuts = in.bytes(in.u8() % 8);
    byte[] bytes = in.rest();
    Detector detector = new Detector();
    try (FuzzChannel channel = new FuzzChannel(detector)) {
      channel.receive(bytes, cuts);

      if (bytes.length == 0) {
        assertThat(detector.detected).isEmpty();
        assertThat(channel.said()).isEmpty();
      } else {
        boolean marked = bytes[0] == 0x00 || bytes[0] == 0x16;
        assertThat(detector.detected).containsExactly(marked ? (int) bytes[0] : -1);
        assertThat(channel.said())
            .containsExactly(new FuzzChannel.Bytes(0, HexFormat.of().formatHex(bytes)));
      }
    }
  }
}
