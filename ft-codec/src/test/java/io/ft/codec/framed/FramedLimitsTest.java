package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one end refuses because of what it has announced, or of who the other end is. */
class FramedLimitsTest {

  private static final Limits LIMITS = new Limits(8192, 1000);
  private static final Hello HELLO = new Hello(Set.of(), 8, Limits.MIN_BLOCK_BYTES, "test");

  private final EmbeddedChannel client = new EmbeddedChannel(new FramedClientCodec(LIMITS));
  private final EmbeddedChannel server = new EmbeddedChannel(new FramedServerCodec());

  @Test
  void fileWithinTheLimitsIsTaken() {
    fromServer(HELLO);
    Exists exists = exists(1000, 8192);
    fromServer(exists);
    assertThat(client.inboundMessages()).containsExactly(HELLO, exists);
  }

  @Test
  void fileBeyondTheLimitIsRefused() {
    fromServer(HELLO);
    assertRefused(ErrorCode.LIMIT_EXCEEDED, () -> fromServer(exists(1001, 8192)));
  }

  @Test
  void blockSizeBeyondTheLimitIsRefused() {
    fromServer(HELLO);
    assertRefused(ErrorCode.MALFORMED, () -> fromServer(exists(1000, 8193)));
  }

  @Test
  void serverThatTakesTooFewExchangesIsRefused() {
    assertRefused(
        ErrorCode.MALFORMED,
        () -> fromServer(new Hello(Set.of(), 7, Limits.MIN_BLOCK_BYTES, "test")));
  }

  @Test
  void clientMayTakeFewExchanges() {
    Hello modest = new Hello(Set.of(), 1, Limits.MIN_BLOCK_BYTES, "test");
    fromClient(modest);
    assertThat(server.inboundMessages()).containsExactly(modest);
  }

  @Test
  void clientThatFailsAnExchangeIsRefused() {
    fromClient(HELLO);
    assertRefused(
        ErrorCode.MALFORMED, () -> fromClient(new Failure(1, ErrorCode.INTERNAL, "not mine")));
  }

  private void fromServer(Message message) {
    pass(server, message, client);
  }

  private void fromClient(Message message) {
    pass(client, message, server);
  }

  private static void pass(EmbeddedChannel sender, Message message, EmbeddedChannel receiver) {
    sender.writeOutbound(message);
    ByteBuf bytes = sender.readOutbound();
    receiver.writeInbound(bytes);
  }

  private static Exists exists(long size, int blockSizeBytes) {
    return new Exists(1, size, Instant.EPOCH, Tag.NONE, blockSizeBytes, null);
  }

  private static void assertRefused(ErrorCode code, Runnable message) {
    assertThatThrownBy(message::run)
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
