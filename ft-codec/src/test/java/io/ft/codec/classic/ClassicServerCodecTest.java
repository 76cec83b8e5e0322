package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Busy;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.NotExists;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import java.io.File;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a classic server says, and when. */
class ClassicServerCodecTest {

  private final ClassicChannel server = ClassicChannel.server();

  @AfterEach
  void nothingIsLeftOver() {
    server.close();
  }

  @Test
  void exchangeIsThatOfTheOriginalPrograms() {
    server.receive("a/b.txt").pass(ClassicChannel.SETTLE_MILLIS);
    assertThat(server.messages()).containsExactly(new FileRequest(1, "a/b.txt"));

    server.write(exists(13));
    assertThat(server.sent()).isEqualTo("EXISTS");
    server.pass(ClassicChannel.GAP_MILLIS);
    assertThat(server.sent()).isEqualTo("13");

    server.receive("READY");
    assertThat(server.messages()).containsExactly(new Ready(1, 0, Long.MAX_VALUE));

    server.write(new BlockHeader(1, 0, 13));
    server.write(server.buffer("Hello, "));
    server.write(new BlockContent(1, server.buffer("world!")));
    server.write(new BlockEnd(1, 0xE306_9283L));
    assertThat(server.sent()).isEqualTo("Hello, world!");
    assertThat(server.isOpen()).isTrue();

    server.write(new End(1, 13));
    assertThat(server.sent()).isEmpty();
    assertThat(server.isOpen()).isFalse();
    assertThat(server.resets()).isFalse();
    server.assertNotRefused();
  }

  @Test
  void sizeFailsAtOnceWhenTheClientClosesBeforeItIsSent() {
    askForFile();
    ChannelFuture answered = server.write(exists(13));
    server.pass(ClassicChannel.GAP_MILLIS - 1);
    assertThat(answered.isDone()).isFalse();

    server.peerCloses();

    assertThat(answered.cause()).isInstanceOf(ClosedChannelException.class);
    assertThat(server.hasTimer()).isFalse();
  }

  @Test
  void connectionThatIsClosedInTheMiddleOfTheDataIsReset() {
    askForFile();
    server.write(exists(13));
    server.pass(ClassicChannel.GAP_MILLIS);
    assertThat(server.resets()).isFalse();
    server.receive("READY");
    server.write(server.buffer("Hello, "));
    assertThat(server.sent()).isEqualTo("EXISTS13Hello, ");

    server.embedded().unsafe().close(server.embedded().voidPromise());

    assertThat(server.resets()).isTrue();
  }

  @Test
  void missingFileIsToldAndTheConnectionClosed() {
    askForFile();

    assertThat(server.write(new NotExists(1)).isSuccess()).isTrue();

    assertThat(server.sent()).isEqualTo("NOT_EXISTS");
    assertThat(server.isOpen()).isFalse();
    assertThat(server.resets()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1234567, Long.MAX_VALUE})
  void sizeIsWrittenOnceTheGapHasPassed(long size) {
    askForFile();

    ChannelFuture written = server.write(exists(size));
    assertThat(server.sent()).isEqualTo("EXISTS");

    server.pass(ClassicChannel.GAP_MILLIS - 1);
    assertThat(server.sent()).isEmpty();
    assertThat(written.isDone()).isFalse();

    server.pass(1);
    assertThat(server.sent()).isEqualTo(Long.toString(size));
    assertThat(written.isSuccess()).isTrue();
  }

  @Test
  void sizeIsNotWrittenAfterClose() {
    askForFile();
    ChannelFuture written = server.write(exists(13));
    assertThat(server.sent()).isEqualTo("EXISTS");

    server.peerCloses().pass(ClassicChannel.GAP_MILLIS);

    assertThat(server.sent()).isEmpty();
    assertThat(written.cause()).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void emptyFileEndsAtOnce() {
    askForFile();
    server.write(exists(0));
    server.pass(ClassicChannel.GAP_MILLIS).receive("READY");
    assertThat(server.sent()).isEqualTo("EXISTS0");

    server.write(new End(1, 0));

    assertThat(server.sent()).isEmpty();
    assertThat(server.isOpen()).isFalse();
  }

  @Test
  void endClosesBehindAllThatWasWritten() {
    beginData(13);

    ChannelFuture header = server.writeLater(new BlockHeader(1, 0, 13));
    ChannelFuture data = server.writeLater(server.buffer("Hello, world!"));
    ChannelFuture check = server.writeLater(new BlockEnd(1, 0));
    assertThat(server.sent()).isEmpty();
    ChannelFuture end = server.writeLater(new End(1, 13));
    server.embedded().runPendingTasks();

    assertThat(server.sent()).isEqualTo("Hello, world!");
    assertThat(server.isOpen()).isFalse();
    for (ChannelFuture written : new ChannelFuture[] {header, data, check, end}) {
      assertThat(written.isSuccess()).isTrue();
    }
  }

  @Test
  void failureBeforeTheDataClosesInOrder() {
    askForFile();

    server.write(new Failure(1, ErrorCode.INTERNAL, "never sent"));

    assertThat(server.sent()).isEmpty();
    assertThat(server.isOpen()).isFalse();
    assertThat(server.resets()).isFalse();
  }

  @Test
  void failureAfterReadyResets() {
    beginData(13);
    server.write(server.buffer("Hello"));

    server.write(new Failure(1, ErrorCode.CHANGED, "never sent"));

    assertThat(server.sent()).isEqualTo("Hello");
    assertThat(server.isOpen()).isFalse();
    assertThat(server.resets()).isTrue();
  }

  @Test
  void failureAfterABrokenRuleInTheDataResets() {
    beginData(13);
    server.receive("x");
    server.assertRefused();

    server.write(new Failure(1, ErrorCode.MALFORMED, "never sent"));

    assertThat(server.isOpen()).isFalse();
    assertThat(server.resets()).isTrue();
  }

  @Test
  void busyServerClosesWithoutAWord() {
    askForFile();

    server.write(new Busy(1, 1000, 1));

    assertThat(server.sent()).isEmpty();
    assertThat(server.isOpen()).isFalse();
    assertThat(server.resets()).isFalse();
  }

  @Test
  void messageThatTheDialectLacksIsRefused() {
    ChannelFuture written = server.write(new Pong(1));

    assertThat(written.cause())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Pong");
    assertThat(server.sent()).isEmpty();
    assertThat(server.isOpen()).isTrue();
  }

  @Test
  void bufferPassesUntouched() {
    beginData(3);
    ByteBuf buffer = server.buffer("abc");

    server.write(buffer);

    assertThat(server.sentObject()).isSameAs(buffer);
    assertThat(buffer.release()).isTrue();
  }

  @Test
  void contentPassesAsItsBuffer() {
    beginData(3);
    ByteBuf buffer = server.buffer("abc");

    server.write(new BlockContent(1, buffer));

    assertThat(server.sentObject()).isSameAs(buffer);
    assertThat(buffer.release()).isTrue();
  }

  @Test
  void fileRegionPassesUntouched() {
    beginData(3);
    FileRegion region = new DefaultFileRegion(new File("never-opened"), 7, 1L << 40);

    server.write(region);

    assertThat(server.sentObject()).isSameAs(region);
    assertThat(region.transferred()).isZero();
    assertThat(region.release()).isTrue();
  }

  private void askForFile() {
    server.receive("f").pass(ClassicChannel.SETTLE_MILLIS);
    assertThat(server.messages()).hasSize(1);
  }

  private void beginData(long size) {
    askForFile();
    server.write(exists(size));
    server.pass(ClassicChannel.GAP_MILLIS).receive("READY");
    assertThat(server.messages()).hasSize(1);
    assertThat(server.sent()).isEqualTo("EXISTS" + size);
  }

  private static Exists exists(long size) {
    return new Exists(1, size, Instant.EPOCH, Tag.NONE, 4096, null);
  }
}
