package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.Message;
import io.ft.codec.Ready;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client reads the file, and what it makes of the end of the connection. */
class ClassicDataTest {

  private static final int MEBIBYTE = 1024 * 1024;

  private final ClassicChannel client = ClassicChannel.client();

  @AfterEach
  void nothingIsLeftOver() {
    client.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 65_536, 3 * MEBIBYTE})
  void dataInAnyPiecesBecomesBlocks(int largestPiece) {
    byte[] file = new byte[2 * MEBIBYTE + MEBIBYTE / 2];
    Random random = new Random(largestPiece);
    random.nextBytes(file);
    int length = largestPiece == 1 ? 2000 : file.length;
    awaitData(length);

    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    List<Message> others = new ArrayList<>();
    int fed = 0;
    while (fed < length) {
      int piece = Math.min(length - fed, 1 + random.nextInt(largestPiece));
      client.receive(Unpooled.wrappedBuffer(file, fed, piece));
      fed += piece;
      take(contents, others);
      assertThat(contents.size()).as("nothing is held back").isEqualTo(fed);
    }
    client.peerCloses();
    take(contents, others);

    List<Message> expected = new ArrayList<>();
    for (int offset = 0; offset < length; offset += MEBIBYTE) {
      expected.add(new BlockHeader(1, offset, Math.min(MEBIBYTE, length - offset)));
      expected.add(new BlockEnd(1, BlockEnd.UNCHECKED));
    }
    expected.add(new End(1, length));
    assertThat(others).isEqualTo(expected);
    assertThat(contents.toByteArray()).isEqualTo(Arrays.copyOf(file, length));
  }

  @Test
  void dataOfExactlyOneBlockMakesOneBlock() {
    awaitData(MEBIBYTE);
    client.receive(Unpooled.wrappedBuffer(new byte[MEBIBYTE]));

    List<Message> others = new ArrayList<>();
    take(new ByteArrayOutputStream(), others);

    assertThat(others)
        .containsExactly(new BlockHeader(1, 0, MEBIBYTE), new BlockEnd(1, BlockEnd.UNCHECKED));
  }

  @Test
  void contentSharesTheMemoryOfTheInput() {
    awaitData(1000);
    byte[] piece = new byte[400];
    client.receive(Unpooled.wrappedBuffer(piece));

    List<Message> messages = client.messages();

    ByteBuf content = ((BlockContent) messages.get(1)).content();
    assertThat(content.array()).isSameAs(piece);
    assertThat(content.release()).isTrue();
  }

  @Test
  void emptyFileEndsWithTheClose() {
    awaitData(0);
    assertThat(client.messages()).isEmpty();

    client.peerCloses();

    assertThat(client.messages()).containsExactly(new End(1, 0));
  }

  @Test
  void emptyFileDoesNotEndBeforeTheClientWasReady() {
    client.receive("EXISTS0").pass(ClassicChannel.SETTLE_MILLIS);
    assertThat(client.messages()).hasSize(1);

    client.peerCloses();

    assertThat(client.messages()).isEmpty();
  }

  @Test
  void byteOfAnEmptyFileIsRefused() {
    awaitData(0);

    client.receive("x");

    client.assertRefused();
    client.peerCloses();
    assertThat(client.messages()).isEmpty();
  }

  @Test
  void byteTooManyIsRefused() {
    awaitData(3);
    client.receive("abc");
    assertThat(takeText()).isEqualTo("abc");

    client.receive("d");

    client.assertRefused();
    client.peerCloses();
    assertThat(client.messages()).isEmpty();
  }

  @Test
  void byteTooManyInTheSamePieceIsRefused() {
    awaitData(3);

    client.receive("abcd");

    client.assertRefused();
    assertThat(takeText()).isEqualTo("abc");
    client.peerCloses();
    assertThat(client.messages()).isEmpty();
  }

  @Test
  void closeBeforeAllDataIsNoEnd() {
    for (String part : new String[] {"", "a", "ab"}) {
      try (ClassicChannel peer = ClassicChannel.client()) {
        awaitData(peer, 3);
        peer.receive(part).peerCloses();

        for (Message message : peer.messages()) {
          assertThat(message).isNotInstanceOfAny(End.class, BlockEnd.class);
          if (message instanceof BlockContent content) {
            content.release();
          }
        }
        peer.assertNotRefused();
      }
    }
  }

  @Test
  void closeByTheClientItselfIsNoEnd() {
    awaitData(3);
    client.receive("abc");
    assertThat(takeText()).isEqualTo("abc");

    client.embedded().pipeline().close();
    client.embedded().runPendingTasks();

    assertThat(client.isOpen()).isFalse();
    assertThat(client.messages()).isEmpty();
  }

  @Test
  void resetIsNoEnd() {
    awaitData(3);
    client.receive("abc");
    assertThat(takeText()).isEqualTo("abc");

    IOException reset = new IOException("Connection reset by peer");
    client.embedded().pipeline().fireExceptionCaught(reset);
    client.peerCloses();

    assertThat(client.messages()).isEmpty();
    assertThatThrownBy(client.embedded()::checkException).isSameAs(reset);
  }

  @Test
  void halfCloseIsTheEndOnce() {
    awaitData(3);
    client.receive("abc");
    assertThat(takeText()).isEqualTo("abc");

    client.embedded().pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    client.peerCloses();

    assertThat(client.messages()).containsExactly(new End(1, 3));
  }

  private void awaitData(long size) {
    awaitData(client, size);
  }

  private static void awaitData(ClassicChannel peer, long size) {
    peer.receive("EXISTS" + size).pass(ClassicChannel.SETTLE_MILLIS);
    assertThat(peer.messages()).hasSize(1);
    peer.write(new Ready(1, 0, Long.MAX_VALUE));
    assertThat(peer.sent()).isEqualTo("READY");
  }

  private String takeText() {
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    take(contents, new ArrayList<>());
    return contents.toString(StandardCharsets.US_ASCII);
  }

  private void take(ByteArrayOutputStream contents, List<Message> others) {
    for (Message message : client.messages()) {
      if (message instanceof BlockContent content) {
        assertThat(content.content().isReadable()).isTrue();
        contents.writeBytes(ByteBufUtil.getBytes(content.content()));
        content.release();
      } else {
        others.add(message);
      }
    }
  }
}
