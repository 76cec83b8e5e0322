package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.framed.FramedServerCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessagePrinterTest {

  private final List<String> lines = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new FramedServerCodec(), new MessagePrinter(lines::add));

  @Test
  void conversationIsALineAMessage() {
    receive(new Hello(1, 1, Set.of(), 8, 4096, "s3cret", "test\n"), new FileRequest(1, "a\u202eb"));
    channel.writeOutbound(
        new BlockHeader(1, 0, 5),
        new DefaultFileRegion(new File("none"), 0, 3),
        Unpooled.wrappedBuffer(new byte[2]),
        new BlockEnd(1, 0));
    channel.releaseOutbound();
    channel.close();

    assertThat(lines)
        .containsExactly(
            "< Hello[versions=1..1, features=[], maxExchanges=8, maxBlockBytes=4096,"
                + " token=hidden, agent=test\\n]",
            "< FileRequest[id=1, path=a\\u{202E}b, expectedTag=none, wantsSha256=false,"
                + " advance=null]",
            "> BlockHeader[id=1, offset=0, length=5]",
            "> (3 bytes of a file, from 0)",
            "> (2 bytes)",
            "> BlockEnd[id=1, checksum=0]",
            "! closed");
  }

  @Test
  void whatIsPrintedIsHandedOn() {
    receive(new Hello(Set.of(), 8, 4096, "test"), new Ping(7));

    assertThat(channel.inboundMessages())
        .containsExactly(new Hello(Set.of(), 8, 4096, "test"), new Ping(7));
  }

  @Test
  void brokenRuleIsALine() {
    EmbeddedChannel strict = new EmbeddedChannel(new MessagePrinter(lines::add));
    strict.pipeline().fireExceptionCaught(new ProtocolException(ErrorCode.MALFORMED, "a\nb"));

    assertThat(lines).hasSize(1).allMatch(line -> line.startsWith("! ") && !line.contains("\n"));
  }

  private void receive(Message... messages) {
    EmbeddedChannel client =
        new EmbeddedChannel(new io.ft.codec.framed.FramedClientCodec(Limits.DEFAULT));
    client.writeOutbound((Object[]) messages);
    for (ByteBuf bytes = client.readOutbound(); bytes != null; bytes = client.readOutbound()) {
      channel.writeInbound(bytes);
    }
  }
}
