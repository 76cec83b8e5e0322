package io.ft.server.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A small HTTP server: one thread, a few connections, requests without a body. It shares no thread
 * with the file server, so that it answers when that one is busy.
 */
final class AdminServer implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 64;
  private static final long MAX_SECONDS = 30;
  private static final long STOP_TIMEOUT_SECONDS = 2;

  private final EventLoopGroup loop;
  private final Channel listener;

  private AdminServer(EventLoopGroup loop, Channel listener) {
    this.loop = loop;
    this.listener = listener;
  }

  static AdminServer start(InetSocketAddress address, AdminPages pages) throws BindException {
    EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("ft-admin", true), NioIoHandler.newFactory());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(new Pipeline(pages, new DefaultChannelGroup(loop.next())))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stop(loop);
      BindException failure = new BindException(String.valueOf(bound.cause().getMessage()));
      failure.initCause(bound.cause());
      throw failure;
    }
    return new AdminServer(loop, bound.channel());
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  @Override
  public void close() {
    stop(loop);
  }

  private static void stop(EventLoopGroup loop) {
    loop.shutdownGracefully(0, STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(2 * STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private static final class Pipeline extends ChannelInitializer<SocketChannel> {

    private final AdminPages pages;
    private final ChannelGroup connections;

    Pipeline(AdminPages pages, ChannelGroup connections) {
      this.pages = pages;
      this.connections = connections;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      if (connections.size() >= MAX_CONNECTIONS) {
        channel.close();
        return;
      }
      connections.add(channel);
      channel
          .pipeline()
          .addLast(
              new HttpServerCodec(),
              // No request that is answered has a body.
              new HttpObjectAggregator(0, true),
              new AdminHandler(pages));
      // In all: to ask, to be answered, and to take the answer.
      channel.eventLoop().schedule(() -> channel.close(), MAX_SECONDS, TimeUnit.SECONDS);
    }
  }
}
