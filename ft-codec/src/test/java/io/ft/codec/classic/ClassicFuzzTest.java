package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.BlockContent;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.netty.util.ReferenceCountUtil;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Hostile peers with any timing. The {@link ClassicChannel} lets no exception pass but one
 * ProtocolException, and proves at its end that no buffer and no timer is left.
 */
class ClassicFuzzTest {

  private static final int SEEDS = 5_000;
  private static final String[] WORDS = {
    "EXISTS", "NOT_EXISTS", "READY", "12", "0", "9223372036854775807", "EXISTS12", "E", "\0"
  };

  @Test
  void serverSurvivesAnyClient() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      try (ClassicChannel server = ClassicChannel.server()) {
        int requests = 0;
        int readies = 0;
        for (int step = 0; step < 10 && server.isOpen(); step++) {
          act(server, random);
          for (Message message : server.messages()) {
            if (message instanceof FileRequest request) {
              requests++;
              assertThat(request.path()).as("seed %d", seed).isNotEmpty();
              server.write(new Exists(1, 12, Instant.EPOCH, Tag.NONE, 4096, null));
            } else {
              assertThat(message).as("seed %d", seed).isInstanceOf(Ready.class);
              readies++;
            }
          }
        }
        assertThat(requests).as("seed %d", seed).isBetween(readies, 1);
        assertThat(server.sent()).as("seed %d", seed).isIn("", "EXISTS", "EXISTS12");
      }
    }
  }

  @Test
  void clientSurvivesAnyServer() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      try (ClassicChannel client = ClassicChannel.client()) {
        long size = -1;
        long received = 0;
        boolean ended = false;
        for (int step = 0; step < 12 && client.isOpen(); step++) {
          act(client, random);
          for (Message message : client.messages()) {
            if (message instanceof Exists exists) {
              size = exists.size();
              client.write(new Ready(1, 0, Long.MAX_VALUE));
            } else if (message instanceof BlockContent content) {
              received += content.content().readableBytes();
            } else if (message instanceof End end) {
              ended = true;
              assertThat(end.length()).as("seed %d", seed).isEqualTo(size);
            }
            ReferenceCountUtil.release(message);
          }
        }
        assertThat(received).as("seed %d", seed).isLessThanOrEqualTo(Math.max(0, size));
        if (ended) {
          assertThat(received).as("seed %d", seed).isEqualTo(size);
          client.assertNotRefused();
        }
        assertThat(client.sent()).as("seed %d", seed).isEqualTo(size < 0 ? "" : "READY");
      }
    }
  }

  private static void act(ClassicChannel channel, Random random) {
    switch (random.nextInt(10)) {
      case 0 -> channel.peerCloses();
      case 1, 2, 3 -> channel.pass(random.nextInt(2 * ClassicChannel.GAP_MILLIS));
      case 4 -> channel.receive(noise(random, 2000));
      case 5 -> channel.receive(noise(random, 3));
      default -> channel.receive(WORDS[random.nextInt(WORDS.length)]);
    }
  }

  /** Bytes of any value, as text of ISO 8859-1. */
  private static String noise(Random random, int maxLength) {
    StringBuilder noise = new StringBuilder();
    int length = 1 + random.nextInt(maxLength);
    for (int i = 0; i < length; i++) {
      noise.append((char) random.nextInt(256));
    }
    return noise.toString();
  }
}
