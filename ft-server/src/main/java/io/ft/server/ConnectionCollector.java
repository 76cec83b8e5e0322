package io.ft.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import java.net.InetSocketAddress;

/**
 * Takes the connections that are accepted. Those that will not be served are closed here, before an
 * event loop has anything to do with them: that is the cheapest moment, and who comes again and
 * again costs the others little. The rest is kept together, to be closed together.
 */
final class ConnectionCollector extends ChannelInboundHandlerAdapter {

  private final Service service;
  private final ChannelGroup connections;

  ConnectionCollector(Service service, ChannelGroup connections) {
    this.service = service;
    this.connections = connections;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    Channel connection = (Channel) msg;
    if (service.turnsAway((InetSocketAddress) connection.remoteAddress())) {
      connection.unsafe().closeForcibly();
    } else {
      connections.add(connection);
      ctx.fireChannelRead(msg);
    }
  }
}
