package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Ping;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole of a client's exchange, and what it writes. */
class ClassicClientCodecTest {

  private static final Ready WHOLE_FILE = new Ready(1, 0, Long.MAX_VALUE);

  private final ClassicChannel client = ClassicChannel.client();

  @AfterEach
  void nothingIsLeftOver() {
    client.close();
  }

  @Test
  void exchangeIsThatOfTheOriginalPrograms() {
    client.write(new FileRequest(1, "a/b.txt"));
    assertThat(client.sent()).isEqualTo("a/b.txt");

    client.receive("EXISTS").pass(ClassicChannel.GAP_MILLIS).receive("13");
    assertThat(client.messages()).isEmpty();
    client.pass(ClassicChannel.SETTLE_MILLIS);
    assertThat(client.messages())
        .containsExactly(new Exists(1, 13, null, Tag.NONE, 1024 * 1024, null));
    assertThat(client.sent()).isEmpty();

    client.write(WHOLE_FILE);
    assertThat(client.sent()).isEqualTo("READY");

    client.receive("Hello, world!");
    List<Message> block = client.messages();
    assertThat(block).hasSize(3);
    assertThat(block.get(0)).isEqualTo(new BlockHeader(1, 0, 13));
    ByteBuf content = ((BlockContent) block.get(1)).content();
    assertThat(content.toString(StandardCharsets.US_ASCII)).isEqualTo("Hello, world!");
    assertThat(content.release()).isTrue();
    assertThat(block.get(2)).isEqualTo(new BlockEnd(1, BlockEnd.UNCHECKED));
    assertThat(client.isOpen()).isTrue();

    client.peerCloses();
    assertThat(client.messages()).containsExactly(new End(1, 13));
    client.assertNotRefused();
  }

  @Test
  void missingFileIsReported() {
    client.write(new FileRequest(1, "f"));

    client.receive("NOT_EXISTS");
    assertThat(client.messages()).containsExactly(new NotExists(1));

    client.peerCloses();
    assertThat(client.messages()).isEmpty();
    client.assertNotRefused();
  }

  @Test
  void nameIsWrittenInOneBuffer() {
    client.write(new FileRequest(1, "\u00fcber"));

    ByteBuf name = (ByteBuf) client.sentObject();
    assertThat(name.toString(StandardCharsets.UTF_8)).isEqualTo("\u00fcber");
    name.release();
    assertThat(client.sent()).isEmpty();
  }

  @Test
  void longestNameIsWritten() {
    String name = "n".repeat(Limits.MAX_PATH_BYTES);

    client.write(new FileRequest(1, name));

    assertThat(client.sent()).isEqualTo(name);
  }

  @Test
  void nameOfAnotherLengthIsRefused() {
    String euros = "\u20ac".repeat(Limits.MAX_PATH_BYTES / 3 + 1);
    for (String name : new String[] {"", "n".repeat(Limits.MAX_PATH_BYTES + 1), euros}) {
      ChannelFuture written = client.write(new FileRequest(1, name));

      assertThat(written.cause())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: 1 to 1024");
      assertThat(client.sent()).isEmpty();
    }
  }

  @Test
  void nameThatNoBytesStandForIsRefused() {
    ChannelFuture written = client.write(new FileRequest(1, "\ud800"));

    assertThat(written.cause()).isInstanceOf(IllegalArgumentException.class);
    assertThat(client.sent()).isEmpty();
  }

  @Test
  void cancelCloses() {
    client.write(new FileRequest(1, "f"));
    client.sent();

    client.write(new Cancel(1));

    assertThat(client.sent()).isEmpty();
    assertThat(client.isOpen()).isFalse();
    assertThat(client.messages()).isEmpty();
  }

  @Test
  void messageThatTheDialectLacksIsRefused() {
    ChannelFuture written = client.write(new Ping(1));

    assertThat(written.cause())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Ping");
    assertThat(client.sent()).isEmpty();
    assertThat(client.isOpen()).isTrue();
  }

  @Test
  void contentThatTheClientCannotSendIsReleased() {
    ChannelFuture written = client.write(new BlockContent(1, client.buffer("x")));

    assertThat(written.cause()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void bufferPassesUntouched() {
    ByteBuf buffer = client.buffer("abc");

    client.write(buffer);

    assertThat(client.sentObject()).isSameAs(buffer);
    assertThat(buffer.release()).isTrue();
  }
}
