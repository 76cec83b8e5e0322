package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

  /** One line each, as a log shows them. */
  @Test
  void eachMessageIsOneLine() {
    Instant modified = Instant.parse("2026-01-02T03:04:05.000000006Z");
    Tag tag = new Tag("0102");
    BlockContent content = new BlockContent(3, Unpooled.wrappedBuffer(new byte[5]));
    AggregatedFile file =
        new AggregatedFile(
            new Exists(3, 0, modified, tag, 4096, "ab".repeat(32)), Unpooled.EMPTY_BUFFER);

    assertThat(
            Stream.of(
                    new Hello(Set.of(Feature.LIST), 8, 4096, "ft"),
                    new Ping(255),
                    new Pong(-1),
                    new GoAway(7, 1500, "restart"),
                    new FileRequest(3, "a/b c"),
                    new FileRequest(3, "a", tag, true, FileRequest.Advance.wholeFileUpTo(65_536)),
                    new Exists(3, 14, modified, tag, 4096, null),
                    new Exists(1, 14, null, Tag.NONE, 4096, null),
                    new NotExists(3),
                    new Ready(3, 0, 14),
                    new BlockHeader(3, 4096, 5),
                    content,
                    new BlockEnd(3, 0xFFFF_FFFFL),
                    new End(3, 14),
                    new Cancel(3),
                    new Busy(3, 250, 2),
                    new Failure(3, ErrorCode.CHANGED, "it changed"),
                    new ListRequest(4, "", true),
                    new Entry(4, Entry.Kind.FILE, 14, modified, tag, "a/b"),
                    new ListEnd(4, 2, 1),
                    file)
                .map(Object::toString))
        .containsExactly(
            "Hello[versions=1..1, features=[LIST], maxExchanges=8,"
                + " maxBlockBytes=4096, token=none, agent=ft]",
            "Ping[value=255]",
            "Pong[value=-1]",
            "GoAway[lastId=7, retryAfterMillis=1500, text=restart]",
            "FileRequest[id=3, path=a/b c, expectedTag=none, wantsSha256=false," + " advance=null]",
            "FileRequest[id=3, path=a, expectedTag=0102, wantsSha256=true,"
                + " advance=Advance[offset=0, length=9223372036854775807, maxSize=65536]]",
            "Exists[id=3, size=14, modified=2026-01-02T03:04:05.000000006Z,"
                + " tag=0102, blockSizeBytes=4096, sha256=null]",
            "Exists[id=1, size=14, modified=null, tag=none, blockSizeBytes=4096," + " sha256=null]",
            "NotExists[id=3]",
            "Ready[id=3, offset=0, length=14]",
            "BlockHeader[id=3, offset=4096, length=5]",
            "BlockContent[id=3, length=5]",
            "BlockEnd[id=3, checksum=4294967295]",
            "End[id=3, length=14]",
            "Cancel[id=3]",
            "Busy[id=3, retryAfterMillis=250, place=2]",
            "Failure[id=3, code=CHANGED, text=it changed]",
            "ListRequest[id=4, path=, recursive=true]",
            "Entry[id=4, kind=FILE, size=14,"
                + " modified=2026-01-02T03:04:05.000000006Z, tag=0102, path=a/b]",
            "ListEnd[id=4, entries=2, omitted=1]",
            "AggregatedFile[Exists[id=3, size=0,"
                + " modified=2026-01-02T03:04:05.000000006Z, tag=0102,"
                + " blockSizeBytes=4096,"
                + " sha256="
                + "abababababababababababababababababababababababababababababababab]]");
    content.release();
  }
}
