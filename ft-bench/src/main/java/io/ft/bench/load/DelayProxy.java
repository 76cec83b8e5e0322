package io.ft.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy on the loopback interface that delays each byte, and limits no throughput. */
final class DelayProxy implements AutoCloseable {

  private final InetSocketAddress server;
  private final long delayNanos;
  private final Loops loops;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Channel listener;

  private DelayProxy(InetSocketAddress server, long delayNanos, int listenPort, Loops loops)
      throws IOException {
    this.server = server;
    this.delayNanos = delayNanos;
    this.loops = loops;
    ChannelFuture bound =
        loops
            .server()
            // Nothing is read before there is somebody to pass it on to.
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    accepted(client);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), listenPort)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.close();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    listener = bound.channel();
  }

  /**
   * Starts a proxy to {@code server}.
   *
   * @param delayNanos of each direction
   * @param listenPort where to listen, 0 for a free port
   */
  static DelayProxy start(InetSocketAddress server, long delayNanos, int listenPort, int threads)
      throws IOException {
    return new DelayProxy(server, delayNanos, listenPort, Loops.forHalfClosure(threads));
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  private void accepted(Channel client) {
    ProxiedConnection connection = new ProxiedConnection(client, delayNanos, connections::remove);
    connections.add(connection);
    connection.connect(loops.client(), server);
  }

  /** Ends all connections at once. */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    connections.forEach(connection -> connection.abort().awaitUninterruptibly());
    loops.close();
  }
}
