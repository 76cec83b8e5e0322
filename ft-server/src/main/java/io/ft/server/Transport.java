package io.ft.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** How bytes reach the network: epoll where its library loads, NIO elsewhere. */
enum Transport {
  EPOLL(EpollServerSocketChannel.class) {
    @Override
    IoHandlerFactory ioHandlers() {
      return EpollIoHandler.newFactory();
    }
  },
  NIO(NioServerSocketChannel.class) {
    @Override
    IoHandlerFactory ioHandlers() {
      return NioIoHandler.newFactory();
    }
  };

  private final Class<? extends ServerChannel> serverChannel;

  Transport(Class<? extends ServerChannel> serverChannel) {
    this.serverChannel = serverChannel;
  }

  static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory ioHandlers();

  Class<? extends ServerChannel> serverChannel() {
    return serverChannel;
  }

  EventLoopGroup newLoops(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), ioHandlers());
  }
}
