package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramedRoundTripTest {

  private static final int SEEDS = 50;
  private static final int MESSAGES = 100;

  @ParameterizedTest
  @EnumSource
  void randomMessagesComeBackEqual(Side speaker) {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Message> messages = new ArrayList<>();
      RandomMessages random = new RandomMessages(seed);
      messages.add(random.hello());
      for (int i = 1; i < MESSAGES; i++) {
        messages.add(speaker == Side.CLIENT ? random.ofClient() : random.ofServer());
      }

      try (Receiver receiver = new Receiver(speaker)) {
        receiver.feed(encode(messages));

        assertThat(receiver.error()).as("seed %d", seed).isNull();
        assertThat(receiver.said()).as("seed %d", seed).isEqualTo(messages);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, Limits.MIN_BLOCK_BYTES, 100_000, Limits.MAX_BLOCK_BYTES})
  void blockComesBackEqual(int length) {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    long offset = Long.MAX_VALUE - length;
    long checksum = Frames.crc32c(data);

    try (Sender sender = new Sender();
        Receiver receiver = new Receiver(Side.SERVER)) {
      receiver
          .feed(Frames.GREETING)
          .feed(sender.encode(new BlockHeader(7, offset, length)))
          .feed(sender.encode(new BlockContent(7, sender.buffer(data))))
          .feed(sender.encode(new BlockEnd(7, checksum)));

      assertThat(receiver.error()).isNull();
      assertThat(receiver.said()).last().isEqualTo(Transcript.Block.of(7, offset, data));
    }
  }

  @Test
  void codecsOfBothSidesUnderstandEachOther() {
    EmbeddedChannel client = new EmbeddedChannel(new FramedClientCodec(Limits.DEFAULT));
    EmbeddedChannel server = new EmbeddedChannel(new FramedServerCodec());

    for (GoldenFrame golden : List.of(GoldenFrame.HELLO_CLIENT, GoldenFrame.REQUEST)) {
      carry(client, golden.message(), server);
    }
    for (GoldenFrame golden : List.of(GoldenFrame.HELLO_SERVER, GoldenFrame.EXISTS)) {
      carry(server, golden.message(), client);
    }

    assertThat(client.finish()).isFalse();
    assertThat(server.finish()).isFalse();
  }

  private static void carry(EmbeddedChannel from, Message message, EmbeddedChannel to) {
    from.writeOutbound(message);
    to.writeInbound((ByteBuf) from.readOutbound());
    assertThat(to.<Message>readInbound()).isEqualTo(message);
  }

  private static byte[] encode(List<Message> messages) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Sender sender = new Sender()) {
      for (Message message : messages) {
        bytes.writeBytes(sender.encode(message));
      }
    }
    return bytes.toByteArray();
  }
}
