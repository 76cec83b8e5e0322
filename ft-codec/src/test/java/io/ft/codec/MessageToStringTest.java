package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages are logged as they are, so what a peer wrote must be harmless in them. */
class MessageToStringTest {

  private static final String HOSTILE = "a\n\u001b[2J\u202e\udcff";
  private static final String HARMLESS = "a\\n\\u{1B}[2J\\u{202E}\\xFF";

  @Test
  void textOfAPeerIsEscaped() {
    List<Message> messages =
        List.of(
            new Hello(Set.of(), 8, 4096, HOSTILE),
            new GoAway(1, 0, HOSTILE),
            new Failure(1, ErrorCode.INTERNAL, HOSTILE),
            new FileRequest(1, HOSTILE),
            new ListRequest(1, HOSTILE, true),
            new Entry(1, Entry.Kind.FILE, 0, Instant.EPOCH, Tag.NONE, HOSTILE));

    for (Message message : messages) {
      assertThat(message.toString()).contains(HARMLESS).doesNotContain("\n", "\u001b", "\u202e");
    }
  }

  @Test
  void tokenIsNeverShown() {
    Hello hello = new Hello(1, 1, Set.of(), 8, 4096, "s3cret", "ft");

    assertThat(hello.toString()).contains("token=hidden").doesNotContain("s3cret");
  }

  @Test
  void absentTokenIsShownAsSuch() {
    assertThat(new Hello(Set.of(), 8, 4096, "ft").toString()).contains("token=none");
  }

  @Test
  void contentShowsItsLength() {
    BlockContent content = new BlockContent(3, Unpooled.wrappedBuffer(new byte[5]));
    assertThat(content.toString()).isEqualTo("BlockContent[id=3, length=5]");

    content.release();
    assertThat(content.toString()).isEqualTo("BlockContent[id=3, length=released]");
  }
}
