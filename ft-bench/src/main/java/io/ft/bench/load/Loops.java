package io.ft.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The event loops, and sockets that run on them. */
final class Loops implements AutoCloseable {

  private static final int CONNECT_TIMEOUT_MILLIS = 60_000;
  private static final int BACKLOG = 4096;
  private static final int MIN_READ_BYTES = 2 * 1024;
  private static final int INITIAL_READ_BYTES = 16 * 1024;
  private static final int MAX_READ_BYTES = 256 * 1024;
  private static final long STOP_TIMEOUT_SECONDS = 5;

  private final boolean epoll;
  private final EventLoopGroup group;

  private Loops(int threads, boolean epoll) {
    this.epoll = epoll;
    this.group =
        new MultiThreadIoEventLoopGroup(
            threads,
            new DefaultThreadFactory("ft-load"),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /** Epoll where its library loads, NIO elsewhere. */
  static Loops best(int threads) {
    return new Loops(threads, Epoll.isAvailable());
  }

  /**
   * NIO. With epoll, a connection whose input has ended fails when its output has to wait for the
   * socket.
   */
  static Loops forHalfClosure(int threads) {
    return new Loops(threads, false);
  }

  /** Makes connections, which still need a handler. */
  Bootstrap client() {
    Bootstrap client = new Bootstrap();
    if (epoll) {
      // A port that one connection of a local address has is free for one to another server.
      client.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }
    return client
        .group(group)
        .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .option(ChannelOption.TCP_NODELAY, true);
  }

  /** Accepts connections, which still need a handler. */
  ServerBootstrap server() {
    return new ServerBootstrap()
        .group(group)
        .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
        .childOption(ChannelOption.TCP_NODELAY, true);
  }

  /** Runs {@code task} later, unless this is closed by then. */
  void later(Runnable task, long delayMillis) {
    group.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  private static RecvByteBufAllocator reads() {
    return new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, INITIAL_READ_BYTES, MAX_READ_BYTES);
  }

  /** Ends all connections. */
  @Override
  public void close() {
    group
        .shutdownGracefully(0, STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
