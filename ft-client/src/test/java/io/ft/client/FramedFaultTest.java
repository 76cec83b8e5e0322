package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Configs;
import io.ft.client.testing.Faults;
import io.ft.client.testing.FramedPeer;
import io.ft.client.testing.ScriptedServer;
import io.ft.client.testing.TestFiles;
import io.ft.codec.BlockContent;
import io.ft.codec.BlockHeader;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.Entry;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.ListEnd;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A framed server that greets well and then breaks off, or breaks a rule. */
class FramedFaultTest {

  private static final int BLOCK_BYTES = FramedPeer.BLOCK_BYTES;

  /** Two blocks and a half. */
  private static final byte[] CONTENT = TestFiles.content(5 * BLOCK_BYTES / 2);

  private Path folder;

  /** What the server does after the request. */
  private interface Answer {
    void give(FramedPeer client, int id) throws IOException;
  }

  @BeforeEach
  void setUp(@TempDir Path temp) {
    folder = temp;
  }

  @Test
  void closeAfterExistsEndsEarly() throws Exception {
    TransferException failure =
        failure(
            (client, id) -> {
              client.send(FramedPeer.exists(id, CONTENT.length));
              client.socket().close();
            });

    assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
    assertThat(failure.receivedBytes()).isZero();
  }

  @Test
  void closeBetweenBlocksEndsEarly() throws Exception {
    TransferException failure =
        failure(
            (client, id) -> {
              client.send(FramedPeer.exists(id, CONTENT.length));
              client.sendBlocks(id, CONTENT, 0, 1);
              client.socket().close();
            });

    assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
    assertThat(failure.receivedBytes()).isEqualTo(BLOCK_BYTES);
    assertThat(failure.verifiedBytes()).isEqualTo(BLOCK_BYTES);
  }

  @Test
  void closeInTheMiddleOfABlockEndsEarly() throws Exception {
    TransferException failure =
        failure(
            (client, id) -> {
              client.send(FramedPeer.exists(id, CONTENT.length));
              client.sendBlocks(id, CONTENT, 0, 1);
              client.send(
                  new BlockHeader(id, BLOCK_BYTES, BLOCK_BYTES),
                  new BlockContent(id, Unpooled.wrappedBuffer(CONTENT, BLOCK_BYTES, 1000)));
              client.socket().close();
            });

    assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
    assertThat(failure.receivedBytes()).isEqualTo(BLOCK_BYTES + 1000);
    assertThat(failure.verifiedBytes()).isEqualTo(BLOCK_BYTES);
  }

  @Test
  void closeBeforeEndEndsEarly() throws Exception {
    TransferException failure =
        failure(
            (client, id) -> {
              client.send(FramedPeer.exists(id, CONTENT.length));
              client.sendBlocks(id, CONTENT, 0, 3);
              client.socket().close();
            });

    assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
    assertThat(failure.verifiedBytes()).isEqualTo(CONTENT.length);
  }

  @Test
  void resetInTheMiddleEndsEarly() throws Exception {
    TransferException failure =
        failure(
            (client, id) -> {
              client.send(FramedPeer.exists(id, CONTENT.length));
              client.sendBlocks(id, CONTENT, 0, 1);
              client.socket().setOption(StandardSocketOptions.SO_LINGER, 0);
              client.socket().close();
            });

    assertThat(failure.error()).isEqualTo(TransferError.ENDED_EARLY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, BLOCK_BYTES, Long.MAX_VALUE - BLOCK_BYTES})
  void firstBlockThatIsNotTheFirstIsAProtocolError(long offset) throws Exception {
    assertProtocolError(
        (client, id) -> {
          client.send(FramedPeer.exists(id, CONTENT.length));
          client.sendBlock(id, offset, FramedPeer.block(CONTENT, 0));
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, BLOCK_BYTES - 1, BLOCK_BYTES + 1, 2 * BLOCK_BYTES})
  void blockThatDoesNotFollowTheOneBeforeIsAProtocolError(long offset) throws Exception {
    assertProtocolError(
        (client, id) -> {
          client.send(FramedPeer.exists(id, CONTENT.length));
          client.sendBlocks(id, CONTENT, 0, 1);
          client.sendBlock(id, offset, FramedPeer.block(CONTENT, 1));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, BLOCK_BYTES - 1, BLOCK_BYTES + 1, 2 * BLOCK_BYTES})
  void blockOfAnotherLengthThanTheBlockSizeIsAProtocolError(int length) throws Exception {
    assertProtocolError(
        (client, id) -> {
          client.send(FramedPeer.exists(id, CONTENT.length));
          client.sendBlock(id, 0, Arrays.copyOf(CONTENT, length));
        });
  }

  @Test
  void blockLongerThanTheFileIsAProtocolError() throws Exception {
    assertProtocolError(
        (client, id) -> {
          client.send(FramedPeer.exists(id, 100));
          client.sendBlock(id, 0, Arrays.copyOf(CONTENT, 101));
        });
  }

  @Test
  void blockSizeAboveTheOwnLimitIsAProtocolError() throws Exception {
    ScriptedServer server =
        ScriptedServer.framed(
            client -> {
              int id = client.receive(FileRequest.class).id();
              client.send(new Exists(id, 100, FramedPeer.MODIFIED, FramedPeer.TAG, 65_537, null));
              client.untilClosed();
            });

    assertThat(
            Faults.failure(folder, server, Dialect.FRAMED, Configs.maxBlockBytes(65_536)).error())
        .isEqualTo(TransferError.PROTOCOL);
  }

  @Test
  void digestThatNobodyAskedForIsAProtocolError() throws Exception {
    assertProtocolError(
        (client, id) ->
            client.send(
                new Exists(
                    id, 100, FramedPeer.MODIFIED, FramedPeer.TAG, BLOCK_BYTES, "ab".repeat(32))));
  }

  @Test
  void blockAboveTheOwnLimitIsAProtocolError() throws Exception {
    ScriptedServer server =
        ScriptedServer.framed(
            client -> {
              int id = client.receive(FileRequest.class).id();
              client.send(
                  new Exists(id, 100_000, FramedPeer.MODIFIED, FramedPeer.TAG, 65_536, null),
                  new BlockHeader(id, 0, 65_537));
              client.untilClosed();
            });

    assertThat(
            Faults.failure(folder, server, Dialect.FRAMED, Configs.maxBlockBytes(65_536)).error())
        .isEqualTo(TransferError.PROTOCOL);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void endBeforeTheLastBlockIsAProtocolError(int blocks) throws Exception {
    assertProtocolError(
        (client, id) -> {
          client.send(FramedPeer.exists(id, CONTENT.length));
          client.sendBlocks(id, CONTENT, 0, blocks);
          client.send(new End(id, CONTENT.length));
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5 * BLOCK_BYTES / 2 - 1, 5 * BLOCK_BYTES / 2 + 1, Long.MAX_VALUE})
  void endWithAnotherLengthIsAProtocolError(long length) throws Exception {
    assertProtocolError(
        (client, id) -> {
          client.send(FramedPeer.exists(id, CONTENT.length));
          client.sendBlocks(id, CONTENT, 0, 3);
          client.send(new End(id, length));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, BLOCK_BYTES})
  void blockBehindTheLastByteIsAProtocolError(int size) throws Exception {
    assertProtocolError(
        (client, id) -> {
          client.send(FramedPeer.exists(id, size));
          client.sendBlocks(id, CONTENT, 0, size / BLOCK_BYTES);
          client.sendBlock(id, size, Arrays.copyOf(CONTENT, 1));
        });
  }

  static Stream<Message> answersThatMustNotComeFirst() {
    return Stream.of(
        new End(1, 0),
        new BlockHeader(1, 0, 1),
        new Entry(1, Entry.Kind.FILE, 1, Instant.EPOCH, Tag.NONE, "name"),
        new ListEnd(1, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("answersThatMustNotComeFirst")
  void answerBeforeExistsIsAProtocolError(Message answer) throws Exception {
    assertProtocolError((client, id) -> client.send(answer));
  }

  static Stream<Message> answersThatMustNotComeAfterExists() {
    return Stream.of(
        FramedPeer.exists(1, CONTENT.length),
        new NotExists(1),
        new Entry(1, Entry.Kind.FILE, 1, Instant.EPOCH, Tag.NONE, "name"),
        new ListEnd(1, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("answersThatMustNotComeAfterExists")
  void answerAfterExistsThatIsNoBlockIsAProtocolError(Message answer) throws Exception {
    assertProtocolError(
        (client, id) -> {
          client.send(FramedPeer.exists(id, CONTENT.length));
          client.sendBlocks(id, CONTENT, 0, 1);
          client.send(answer);
        });
  }

  static Stream<Message> messagesThatAServerMustNotSend() {
    return Stream.of(new FileRequest(1, "source"), new Ready(1, 0, 1), new Cancel(1));
  }

  @ParameterizedTest
  @MethodSource("messagesThatAServerMustNotSend")
  void messageThatIsNotForAServerIsAProtocolError(Message message) throws Exception {
    assertProtocolError((client, id) -> client.send(message));
  }

  @Test
  void secondPrefaceIsNoFrame() throws Exception {
    TransferException failure =
        failure(
            (client, id) -> {
              client.send(new Hello(Set.of(), 128, 4096, "again"));
              client.untilClosed();
            });

    assertThat(failure.error()).isEqualTo(TransferError.CHECKSUM_MISMATCH);
  }

  static Stream<Message> messagesOfAnUnknownExchange() {
    return Stream.of(
        FramedPeer.exists(2, 1), new NotExists(2), new BlockHeader(99, 0, 1), new End(2, 0));
  }

  @ParameterizedTest
  @MethodSource("messagesOfAnUnknownExchange")
  void messageOfAnUnknownExchangeIsAProtocolError(Message message) throws Exception {
    assertProtocolError((client, id) -> client.send(message));
  }

  private void assertProtocolError(Answer answer) throws IOException, InterruptedException {
    TransferException failure =
        failure(
            (client, id) -> {
              answer.give(client, id);
              client.untilClosed();
            });
    assertThat(failure.error()).isEqualTo(TransferError.PROTOCOL);
    assertThat(failure.retryable()).isFalse();
  }

  private TransferException failure(Answer answer) throws IOException, InterruptedException {
    return Faults.failure(
        folder,
        ScriptedServer.framed(
            client -> answer.give(client, client.receive(FileRequest.class).id())));
  }
}
