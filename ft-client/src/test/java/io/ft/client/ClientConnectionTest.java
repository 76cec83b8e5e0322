package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** What a connection takes on. */
class ClientConnectionTest {

  /** Netty tells the handlers some turns later. */
  @Test
  void closedOneTakesNoMoreBeforeItIsToldSo() {
    ClientConnection connection =
        new ClientConnection(
            new Server(false, "server", 1),
            Dialect.FRAMED,
            ClientConfig.DEFAULT,
            new RateLimit(Long.MAX_VALUE));
    assertThat(connection.acceptsMore()).as("before it stands").isTrue();
    EmbeddedChannel channel = new EmbeddedChannel(connection);
    assertThat(connection.acceptsMore()).isTrue();

    channel.unsafe().closeForcibly();

    assertThat(connection.acceptsMore()).isFalse();
    channel.finishAndReleaseAll();
  }
}
