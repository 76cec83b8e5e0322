package io.ft.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Connects clients to one server, from several addresses of this machine in turn. Thread-safe. */
final class Dialer {

  private final Loops loops;
  private final InetSocketAddress server;
  private final List<InetAddress> from;
  private final AtomicInteger dialed = new AtomicInteger();

  /**
   * A dialer to {@code server}.
   *
   * @param from the local addresses; none to let the system choose
   */
  Dialer(Loops loops, InetSocketAddress server, List<InetAddress> from) {
    this.loops = loops;
    this.server = server;
    this.from = List.copyOf(from);
  }

  /** Connects {@code client}, which is told if that fails. */
  void dial(LoadClient client) {
    loops
        .client()
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                client.addTo(channel);
              }
            })
        .localAddress(nextLocal())
        .connect(server)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                client.fail(connected.cause());
              }
            });
  }

  private InetSocketAddress nextLocal() {
    if (from.isEmpty()) {
      return new InetSocketAddress(0);
    }
    int turn = Math.floorMod(dialed.getAndIncrement(), from.size());
    return new InetSocketAddress(from.get(turn), 0);
  }
}
