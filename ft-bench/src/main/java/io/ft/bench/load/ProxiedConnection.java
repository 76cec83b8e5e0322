package io.ft.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client, the server, and the two directions between them; all on one event loop.
 *
 * <p>The loopback interface connects at once. To a server that is far away, connecting takes a
 * round trip before the client can send its first byte, and half a one more until the server has
 * the connection. So bytes that were sent before count as sent then.
 */
final class ProxiedConnection {

  private static final int DELAYS_UNTIL_CLIENT_SENDS = 2;
  private static final int DELAYS_UNTIL_SERVER_SENDS = 3;
  private static final int DIRECTIONS = 2;

  private final Channel client;
  private final long delayNanos;
  private final Consumer<ProxiedConnection> whenClosed;
  private final DelayedDirection toServer;
  private final DelayedDirection toClient;
  private @Nullable Channel server;
  private int endedDirections;
  private boolean closed;

  /** A connection that was accepted from {@code client} just now. */
  ProxiedConnection(Channel client, long delayNanos, Consumer<ProxiedConnection> whenClosed) {
    this.client = client;
    this.delayNanos = delayNanos;
    this.whenClosed = whenClosed;
    long nowNanos = System.nanoTime();
    toServer =
        new DelayedDirection(this, delayNanos, nowNanos + DELAYS_UNTIL_CLIENT_SENDS * delayNanos);
    toClient =
        new DelayedDirection(this, delayNanos, nowNanos + DELAYS_UNTIL_SERVER_SENDS * delayNanos);
  }

  void connect(Bootstrap bootstrap, SocketAddress address) {
    client.pipeline().addLast(toServer);
    ChannelFuture connecting =
        bootstrap
            .clone(client.eventLoop())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .handler(toClient)
            .connect(address);
    Channel connectingServer = connecting.channel();
    server = connectingServer;
    connecting.addListener(connected -> connected(connectingServer, connected.isSuccess()));
  }

  private void connected(Channel server, boolean success) {
    if (closed) {
      return;
    }
    if (!success) {
      client
          .eventLoop()
          .schedule(this::reset, DELAYS_UNTIL_CLIENT_SENDS * delayNanos, TimeUnit.NANOSECONDS);
      return;
    }
    toServer.passBetween(client, server);
    toClient.passBetween(server, client);
  }

  /** One direction has passed on the end of its bytes. */
  void directionEnded() {
    if (++endedDirections == DIRECTIONS) {
      close();
    }
  }

  /** Ends both sides in a way that neither can take for an orderly end. */
  void reset() {
    if (closed) {
      return;
    }
    resetWhenClosed(client);
    if (server != null) {
      resetWhenClosed(server);
    }
    close();
  }

  /** {@link #reset}, for any thread. */
  Future<?> abort() {
    return client.eventLoop().submit(this::reset);
  }

  private static void resetWhenClosed(Channel channel) {
    if (channel.isActive()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
  }

  private void close() {
    closed = true;
    toServer.discard();
    toClient.discard();
    client.close();
    if (server != null) {
      server.close();
    }
    whenClosed.accept(this);
  }
}
