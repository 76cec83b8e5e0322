package io.ft.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.client.testing.Await;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConnectorTest {

  @Test
  void errorBeforeTheConnectionIsToldToo() {
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Connector connector =
          new Connector(
              new Bootstrap().group(loops).channel(NioSocketChannel.class),
              new Addresses(Addresses.Family.ANY, null));
      AtomicReference<Throwable> told = new AtomicReference<>();

      connector.connect(
          "localhost",
          1,
          () -> {
            throw new OutOfMemoryError("not really");
          },
          outcome -> told.set(outcome.cause()));

      Await.until("it is told", () -> told.get() != null);
      assertThat(told.get()).isInstanceOf(OutOfMemoryError.class);
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
