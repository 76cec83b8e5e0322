package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FileAggregatorTest {

  private static final int LIMIT = 10_000;
  private static final int BLOCK = 4096;
  private static final int ID = 5;

  private final EmbeddedChannel channel = new EmbeddedChannel(new FileAggregator(LIMIT));
  private final byte[] content = content(LIMIT);

  @AfterEach
  void nothingIsLeft() {
    assertThat(channel.finish()).isFalse();
  }

  @Test
  void fileOfSeveralBlocksComesAsOne() {
    request(ID);
    send(exists(ID, LIMIT));
    blocks(ID, content);
    assertThat(channel.inboundMessages()).isEmpty();
    send(new End(ID, LIMIT));

    assertFile(ID, content);
  }

  @Test
  void emptyFileComesAsOne() {
    request(ID);
    send(exists(ID, 0), new End(ID, 0));

    assertFile(ID, new byte[0]);
  }

  @Test
  void filesThatTakeTurnsAreKeptApart() {
    byte[] other = content(BLOCK);
    request(ID);
    request(ID + 1);
    send(exists(ID, 2 * BLOCK), exists(ID + 1, BLOCK));
    block(ID, content, 0, BLOCK);
    blocks(ID + 1, other);
    block(ID, content, BLOCK, 2 * BLOCK);
    send(new End(ID + 1, BLOCK), new End(ID, 2 * BLOCK));

    assertFile(ID + 1, other);
    assertFile(ID, Arrays.copyOf(content, 2 * BLOCK));
  }

  /** No round trip is spent on a file that fits. */
  @Test
  void requestIsReadyInAdvance() {
    channel.writeOutbound(new FileRequest(ID, "a", new Tag("0a"), true, null));

    assertThat((Message) channel.readOutbound())
        .isEqualTo(
            new FileRequest(
                ID, "a", new Tag("0a"), true, FileRequest.Advance.wholeFileUpTo(LIMIT)));
  }

  @Test
  void classicServerIsToldToSend() {
    request(1);
    send(new Exists(1, 3, null, Tag.NONE, 1 << 20, null));
    assertThat((Message) channel.readOutbound()).isEqualTo(new Ready(1, 0, Long.MAX_VALUE));

    send(
        new BlockHeader(1, 0, 3),
        piece(1, new byte[3], 0, 3),
        new BlockEnd(1, BlockEnd.UNCHECKED),
        new End(1, 3));
    assertFile(1, new byte[3]);
  }

  @Test
  void largerFileIsCancelledAndTold() {
    request(ID);
    send(exists(ID, LIMIT + 1));

    assertFailure(ErrorCode.LIMIT_EXCEEDED);
    assertThat((Message) channel.readOutbound()).isEqualTo(new Cancel(ID));
    send(new Failure(ID, ErrorCode.CANCELLED, ""));
    assertThat(channel.inboundMessages()).isEmpty();
  }

  @Test
  void damagedBlockIsCancelledAndTold() {
    request(ID);
    send(exists(ID, 2 * BLOCK), new BlockHeader(ID, 0, BLOCK), piece(ID, content, 0, BLOCK));
    send(new BlockEnd(ID, crc(content, 0, BLOCK) ^ 1));

    assertFailure(ErrorCode.CHECKSUM);
    assertThat((Message) channel.readOutbound()).isEqualTo(new Cancel(ID));
    block(ID, content, BLOCK, 2 * BLOCK);
    send(new End(ID, 2 * BLOCK));
    assertThat(channel.inboundMessages()).isEmpty();
  }

  @Test
  void otherEndsAreHandedOn() {
    for (Message end :
        new Message[] {
          new NotExists(ID), new Busy(ID, 0, 0), new Failure(ID, ErrorCode.CHANGED, "")
        }) {
      request(ID);
      send(end);
      assertThat((Message) channel.readInbound()).isEqualTo(end);
    }
  }

  @Test
  void failureInTheMiddleIsHandedOn() {
    Failure failure = new Failure(ID, ErrorCode.CHANGED, "");
    request(ID);
    send(exists(ID, 2 * BLOCK));
    block(ID, content, 0, BLOCK);
    send(failure);

    assertThat((Message) channel.readInbound()).isEqualTo(failure);
  }

  @Test
  void whatIsNoneOfItsExchangesIsHandedOn() {
    Ping ping = new Ping(7);
    send(ping);
    assertThat((Message) channel.readInbound()).isEqualTo(ping);
  }

  @Test
  void blocksOutOfOrderAreMalformed() {
    request(ID);
    send(exists(ID, 2 * BLOCK));
    assertMalformed(new BlockHeader(ID, BLOCK, BLOCK));
  }

  @Test
  void blockBeforeTheAnswerIsMalformed() {
    request(ID);
    assertMalformed(new BlockHeader(ID, 0, BLOCK));
  }

  @Test
  void secondAnswerIsMalformed() {
    request(ID);
    send(exists(ID, BLOCK));
    assertMalformed(exists(ID, BLOCK));
  }

  @Test
  void secondAnswerBehindOneThatWasTooLargeIsMalformed() {
    request(ID);
    send(exists(ID, LIMIT + 1));
    assertFailure(ErrorCode.LIMIT_EXCEEDED);
    channel.releaseOutbound();
    assertMalformed(exists(ID, LIMIT + 1));
  }

  @Test
  void endThatIsTooEarlyIsMalformed() {
    request(ID);
    send(exists(ID, BLOCK));
    assertMalformed(new End(ID, 0));
  }

  /** See {@link #nothingIsLeft}, and the leak detection that all tests run under. */
  @Test
  void endOfTheConnectionReleasesWhatHasCome() {
    request(ID);
    send(exists(ID, 2 * BLOCK));
    block(ID, content, 0, BLOCK);

    channel.close();
    assertThat(channel.inboundMessages()).isEmpty();
  }

  @Test
  void announcementAloneTakesLittleMemory() {
    EmbeddedChannel trusting = new EmbeddedChannel(new FileAggregator(1 << 30));
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    trusting.config().setAllocator(allocator);
    trusting.writeOutbound(new FileRequest(ID, "a"));
    trusting.writeInbound(exists(ID, 1 << 30));

    assertThat(allocator.metric().usedHeapMemory()).isBetween(1L, 4096L);
    trusting.releaseOutbound();
    trusting.finish();
  }

  private void request(int id) {
    channel.writeOutbound(new FileRequest(id, "a"));
    channel.releaseOutbound();
  }

  private void send(Object... messages) {
    channel.writeInbound(messages);
  }

  private void blocks(int id, byte[] file) {
    for (int start = 0; start < file.length; start += BLOCK) {
      block(id, file, start, Math.min(file.length, start + BLOCK));
    }
  }

  private void block(int id, byte[] file, int start, int end) {
    send(new BlockHeader(id, start, end - start));
    send(piece(id, file, start, start + 1), piece(id, file, start + 1, end));
    send(new BlockEnd(id, crc(file, start, end)));
  }

  private static BlockContent piece(int id, byte[] file, int start, int end) {
    return new BlockContent(id, Unpooled.copiedBuffer(file, start, end - start));
  }

  private static Exists exists(int id, long size) {
    return new Exists(id, size, Instant.EPOCH, new Tag("0b"), BLOCK, null);
  }

  private void assertFile(int id, byte[] expected) {
    AggregatedFile file = channel.readInbound();
    assertThat(file.id()).isEqualTo(id);
    assertThat(ByteBufUtil.getBytes(file.content())).isEqualTo(expected);
    file.release();
  }

  private void assertFailure(ErrorCode code) {
    Failure failure = channel.readInbound();
    assertThat(failure.id()).isEqualTo(ID);
    assertThat(failure.code()).isEqualTo(code);
  }

  private void assertMalformed(Message message) {
    assertThatThrownBy(() -> send(message))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
    channel.close();
  }

  private static long crc(byte[] file, int start, int end) {
    CRC32C crc = new CRC32C();
    crc.update(file, start, end - start);
    return crc.getValue();
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }
}
