package io.ft.examples.pipe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A TCP connection that is piped to: a channel at one end, and a reader at the other. */
record Sink(Channel channel, Socket reader) implements AutoCloseable {

  static Sink open(EventLoopGroup loops) throws IOException, InterruptedException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Channel channel =
          new Bootstrap()
              .group(loops)
              .channel(NioSocketChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .connect(listener.getLocalSocketAddress())
              .sync()
              .channel();
      return new Sink(channel, listener.accept());
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    channel.close();
  }
}
