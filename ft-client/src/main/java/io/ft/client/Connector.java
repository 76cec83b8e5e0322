package io.ft.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Connects to a host: finds its addresses off the event loop, and tries one after the other until
 * one answers.
 */
final class Connector {

  private static final ThreadFactory RESOLVERS =
      new DefaultThreadFactory("ft-client-resolver", true);

  private final Bootstrap bootstrap;

  /** A connector that makes channels as {@code bootstrap}, which has no handler, says. */
  Connector(Bootstrap bootstrap) {
    this.bootstrap = bootstrap;
  }

  /**
   * Connects.
   *
   * @param handler the first handler of the channel; added to one pipeline for each address tried
   * @param outcome is told on the event loop: the channel, or why no address could be reached
   */
  void connect(String host, int port, ChannelHandler handler, Consumer<Future<Channel>> outcome) {
    EventExecutor loop = bootstrap.config().group().next();
    Promise<Channel> connected = loop.newPromise();
    connected.addListener((Future<Channel> future) -> outcome.accept(future));
    Runnable resolve =
        () -> {
          try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            attempt(addresses, 0, port, handler, connected);
          } catch (UnknownHostException e) {
            connected.setFailure(e);
          }
        };
    RESOLVERS.newThread(resolve).start();
  }

  private void attempt(
      InetAddress[] addresses,
      int index,
      int port,
      ChannelHandler handler,
      Promise<Channel> connected) {
    ChannelFuture attempt = bootstrap.clone().handler(handler).connect(addresses[index], port);
    attempt.addListener(
        ended -> {
          if (ended.isSuccess()) {
            connected.setSuccess(attempt.channel());
          } else if (index + 1 < addresses.length) {
            attempt(addresses, index + 1, port, handler, connected);
          } else {
            connected.setFailure(ended.cause());
          }
        });
  }
}
