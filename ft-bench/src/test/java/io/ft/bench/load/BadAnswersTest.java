package io.ft.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.Tag;
import io.ft.codec.framed.FramedServerCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A download that is not what it should be ends the whole run. */
class BadAnswersTest {

  private static final int ID = 1;
  private static final byte[] DATA = TestServer.bytes(100);
  private static final Hello HELLO = new Hello(Set.of(), 128, Limits.MIN_BLOCK_BYTES, "test");

  static Arguments[] badFiles() {
    Exists exists = exists(DATA.length);
    BlockHeader header = new BlockHeader(ID, 0, DATA.length);
    BlockEnd blockEnd = new BlockEnd(ID, crc());
    return new Arguments[] {
      badFile(
          "damaged block",
          "wrong checksum of the block",
          frames(exists, header, content(), new BlockEnd(ID, crc() ^ 1), new End(ID, 100))),
      badFile("no block", "after 0 of 100 bytes", frames(exists, new End(ID, 100))),
      badFile("short end", "after 0 of 100 bytes", frames(exists, new End(ID, 0))),
      badFile(
          "wrong length at the end",
          "after 100 of 100 bytes",
          frames(exists, header, content(), blockEnd, new End(ID, 99))),
      badFile(
          "block at the wrong place",
          "after 0 of 100 bytes",
          frames(exists, new BlockHeader(ID, 1, 99))),
      badFile(
          "block of the wrong length",
          "after 0 of 100 bytes",
          frames(exists, new BlockHeader(ID, 0, 99))),
      badFile("block before the answer", "after 0 of -1 bytes", frames(header)),
      badFile("file that was not asked for", "not asked for", frames(new End(2, 0))),
      badFile("cut off", "the connection was closed", frames(exists, header, content())),
    };
  }

  private static Arguments badFile(String what, String complaint, byte[] answer) {
    return Arguments.of(named(what, answer), complaint);
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void badFileFails(byte[] answer, String complaint) throws IOException {
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.answering(frames(HELLO), answer))) {
      assertFails(LoadRun.download(server.address(), "any"), complaint);
    }
  }

  @Test
  void goodFileOfScriptIsTaken() throws IOException {
    byte[] answer =
        frames(
            exists(DATA.length),
            new BlockHeader(ID, 0, DATA.length),
            content(),
            new BlockEnd(ID, crc()),
            new End(ID, DATA.length));
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.answering(frames(HELLO), answer))) {
      assertThat(LoadRun.download(server.address(), "any").code()).isZero();
    }
  }

  @Test
  void otherSizeThanBeforeFails() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.start(
            ScriptedServer.answering(
                frames(HELLO),
                frames(exists(0), new End(ID, 0)),
                frames(
                    new Exists(2, 1, Instant.EPOCH, Tag.NONE, Limits.MIN_BLOCK_BYTES, null),
                    new BlockHeader(2, 0, 1),
                    new BlockContent(2, Unpooled.wrappedBuffer(new byte[1])),
                    new BlockEnd(2, crcOf(new byte[1])),
                    new End(2, 1))))) {
      assertFails(
          LoadRun.download(server.address(), "any", "--requests=2"),
          "a file of 1 bytes (expected: 0 as before)");
    }
  }

  @Test
  void silentServerTimesOut() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer::awaitEnd)) {
      assertFails(
          LoadRun.download(server.address(), "any", "--timeout-seconds=1"),
          "timeout after 1 s: 0 of 1 were done");
    }
  }

  @Test
  void otherProtocolFails() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.answering(ascii("HTTP/1.1 400 Bad Request\r\n\r\n")))) {
      assertFails(LoadRun.download(server.address(), "any"), "does not speak the framed dialect");
    }
  }

  static Arguments[] badHttpAnswers() {
    return new Arguments[] {
      Arguments.of("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404 Not Found"),
      Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345", "was closed"),
      Arguments.of("HTTP/1.1 200 OK\r\n\r\n12345", "does not tell the length"),
      Arguments.of("EXISTS100\r\n\r\n", "no HTTP answer"),
    };
  }

  @ParameterizedTest
  @MethodSource("badHttpAnswers")
  void badHttpAnswerFails(String answer, String complaint) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.answering(ascii(answer)))) {
      assertFails(LoadRun.download(server.address(), "any", "--protocol=http"), complaint);
    }
  }

  private static void assertFails(LoadRun run, String complaint) {
    assertThat(run.err()).startsWith("ft-load: ").contains(complaint).hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  private static Exists exists(long size) {
    return new Exists(ID, size, Instant.EPOCH, Tag.NONE, Limits.MIN_BLOCK_BYTES, null);
  }

  private static BlockContent content() {
    return new BlockContent(ID, Unpooled.wrappedBuffer(DATA));
  }

  private static long crc() {
    return crcOf(DATA);
  }

  private static long crcOf(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] frames(Message... messages) {
    EmbeddedChannel encoder = new EmbeddedChannel(new FramedServerCodec());
    encoder.writeOutbound((Object[]) messages);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuf frame = encoder.readOutbound(); frame != null; frame = encoder.readOutbound()) {
      bytes.writeBytes(ByteBufUtil.getBytes(frame));
      frame.release();
    }
    return bytes.toByteArray();
  }
}
