package io.ft.examples.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleCloseTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();

  IdleCloseTest() {
    channel.freezeTime();
    channel.pipeline().addLast(new IdleClose(60));
  }

  @Test
  void silentConnectionIsClosed() {
    pass(59);
    assertThat(channel.isActive()).isTrue();

    pass(1);
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void whatComesProlongsIt() {
    pass(59);
    channel.writeInbound("something");
    pass(59);
    assertThat(channel.isActive()).isTrue();

    pass(1);
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void whatIsTakenProlongsIt() {
    pass(59);
    channel.writeOutbound("something");
    pass(59);
    assertThat(channel.isActive()).isTrue();
  }

  private void pass(long seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }
}
