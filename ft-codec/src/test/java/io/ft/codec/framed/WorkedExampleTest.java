package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Ping;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The worked example of docs/protocol.md, section 9, byte by byte. */
class WorkedExampleTest {

  private static final Tag TAG = new Tag("0102030405060708");
  private static final byte[] DATA = "Hello, world!\n".getBytes(StandardCharsets.US_ASCII);

  private static final String CLIENT =
      """
      00 66 74 01

      01 00 00 1b 00 00 00 00 c7 62 15 1b
      01 01 00 00 00 00 00 00 00 03 00 00 00 20 00 80 00 00 00 00 06 64 65 6d 6f 2f 31
      8a e6 b0 d4

      10 00 00 0d 00 00 00 01 e7 06 e2 b0
      00 00 09 68 65 6c 6c 6f 2e 74 78 74 00
      9e b0 ff 9c

      13 00 00 10 00 00 00 01 ae 53 de 87
      00 00 00 00 00 00 00 00 7f ff ff ff ff ff ff ff
      1c 6d 2b 44

      10 00 00 27 00 00 00 02 5a bb 70 da
      01 00 03 61 2f 62 08 01 02 03 04 05 06 07 08 00 00 00 00 00 00 00 00
      7f ff ff ff ff ff ff ff 00 00 00 00 00 01 00 00
      31 f0 4c ed

      16 00 00 00 00 00 00 01 49 50 40 1e
      49 50 40 1e

      02 00 00 08 00 00 00 00 db 37 43 55
      00 00 00 00 00 00 00 07
      83 d5 95 34
      """;

  private static final List<Message> CLIENT_MESSAGES =
      List.of(
          new Hello(Set.of(Feature.LIST, Feature.SHA256), 32, Limits.MAX_BLOCK_BYTES, "demo/1"),
          new FileRequest(1, "hello.txt"),
          new Ready(1, 0, Long.MAX_VALUE),
          new FileRequest(2, "a/b", TAG, false, FileRequest.Advance.wholeFileUpTo(65_536)),
          new Cancel(1),
          new Ping(7));

  private static final String SERVER_BEFORE_BLOCK =
      """
      00 66 74 01

      01 00 00 19 00 00 00 00 b7 40 ca 43
      01 01 00 00 00 00 00 00 00 01 00 00 00 40 00 00 10 00 00 00 04 66 74 2f 31
      17 8e e4 03

      11 00 00 22 00 00 00 01 d8 83 2f 15
      00 00 00 00 00 00 00 0e 00 00 00 00 69 57 35 a5 00 00 00 06 00 10 00 00
      08 01 02 03 04 05 06 07 08 00
      8c 07 a1 a8
      """;

  private static final List<Message> MESSAGES_BEFORE_BLOCK =
      List.of(
          new Hello(Set.of(Feature.LIST), 64, 4096, "ft/1"),
          new Exists(1, 14, Instant.parse("2026-01-02T03:04:05.000000006Z"), TAG, 1 << 20, null));

  private static final String BLOCK =
      """
      14 00 00 0e 00 00 00 01 00 00 00 00 00 00 00 00 47 fd ec 71
      48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 21 0a
      a8 6b 8a 18
      """;

  private static final String SERVER_AFTER_BLOCK =
      """
      15 00 00 08 00 00 00 01 57 73 cc e6
      00 00 00 00 00 00 00 0e
      77 23 c1 4b

      12 00 00 00 00 00 00 02 7b 1d 31 87
      7b 1d 31 87

      05 00 00 07 00 00 00 00 4c 7f 43 84
      00 01 00 03 62 61 64
      26 7f 5b 05
      """;

  private static final List<Message> MESSAGES_AFTER_BLOCK =
      List.of(
          new End(1, 14),
          new NotExists(2),
          new Failure(Message.CONNECTION, ErrorCode.MALFORMED, "bad"));

  @Test
  void bytesOfTheClientAreUnderstood() {
    try (Receiver receiver = new Receiver(Side.CLIENT)) {
      receiver.feed(Frames.hex(CLIENT));

      assertThat(receiver.error()).isNull();
      assertThat(receiver.said()).isEqualTo(CLIENT_MESSAGES);
    }
  }

  @Test
  void bytesOfTheServerAreUnderstood() {
    List<Object> expected = new ArrayList<>(MESSAGES_BEFORE_BLOCK);
    expected.add(Transcript.Block.of(1, 0, DATA));
    expected.addAll(MESSAGES_AFTER_BLOCK);

    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.hex(SERVER_BEFORE_BLOCK + BLOCK + SERVER_AFTER_BLOCK));

      assertThat(receiver.error()).isNull();
      assertThat(receiver.said()).isEqualTo(expected);
    }
  }

  @Test
  void messagesAreEncodedToTheseBytes() {
    assertThat(encode(CLIENT_MESSAGES)).isEqualTo(Frames.hex(CLIENT));
    assertThat(encode(MESSAGES_BEFORE_BLOCK)).isEqualTo(Frames.hex(SERVER_BEFORE_BLOCK));
    assertThat(encode(MESSAGES_AFTER_BLOCK)).isEqualTo(Frames.hex(SERVER_AFTER_BLOCK));
  }

  private static byte[] encode(List<Message> messages) {
    try (Sender sender = new Sender()) {
      return Frames.concat(messages.stream().map(sender::encode).toArray(byte[][]::new));
    }
  }
}
