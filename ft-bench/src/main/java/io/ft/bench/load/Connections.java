package io.ft.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;

/** Opens many connections. */
final class Connections {

  /** Fewer than the shortest backlog that servers usually have. */
  private static final int BATCH = 100;

  private Connections() {}

  /** Connects each of {@code clients}, and returns when all are ready. */
  static void open(
      Loops loops, SocketAddress address, List<? extends LoadClient> clients, Deadline deadline)
      throws IOException, InterruptedException {
    for (int from = 0; from < clients.size(); from += BATCH) {
      List<? extends LoadClient> batch =
          clients.subList(from, Math.min(clients.size(), from + BATCH));
      for (LoadClient client : batch) {
        loops
            .client()
            .handler(initializer(client))
            .connect(address)
            .addListener(
                connected -> {
                  if (!connected.isSuccess()) {
                    client.fail(connected.cause());
                  }
                });
      }
      deadline.await(batch.stream().map(LoadClient::ready).toList());
    }
  }

  private static ChannelHandler initializer(LoadClient client) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        client.addTo(channel);
      }
    };
  }
}
