package io.ft.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Connects to a host: finds its addresses off the event loop, and tries one after the other until
 * one answers.
 */
final class Connector {

  private static final ThreadFactory RESOLVERS =
      new DefaultThreadFactory("ft-client-resolver", true);

  /** A host has addresses, and none that may be used. */
  static final class NoUsableAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    NoUsableAddressException(String message) {
      super(message);
    }
  }

  /** Prepares a connection; called off the event loop. */
  interface Preparation {
    /** The first handler of the channel; added to one pipeline for each address tried. */
    ChannelHandler handler() throws IOException;
  }

  private final Bootstrap bootstrap;
  private final Addresses addresses;

  /** A connector that makes channels as {@code bootstrap}, which has no handler, says. */
  Connector(Bootstrap bootstrap, Addresses addresses) {
    this.bootstrap = bootstrap;
    this.addresses = addresses;
  }

  /**
   * Connects.
   *
   * @param preparation makes the handler
   * @param outcome is told on the event loop: the channel, or why no address could be reached
   */
  void connect(String host, int port, Preparation preparation, Consumer<Future<Channel>> outcome) {
    EventExecutor loop = bootstrap.config().group().next();
    Promise<Channel> connected = loop.newPromise();
    connected.addListener((Future<Channel> future) -> outcome.accept(future));
    Runnable resolve =
        () -> {
          try {
            ChannelHandler handler = preparation.handler();
            attempt(resolve(host).iterator(), port, handler, connected);
          } catch (Throwable e) {
            // Also an Error, such as no memory: what waits for this would wait for ever.
            connected.setFailure(e);
          }
        };
    RESOLVERS.newThread(resolve).start();
  }

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    List<InetAddress> usable = addresses.usable(InetAddress.getAllByName(host));
    if (usable.isEmpty()) {
      throw new NoUsableAddressException("no " + addresses.description() + " for host " + host);
    }
    return usable;
  }

  private void attempt(
      Iterator<InetAddress> remaining,
      int port,
      ChannelHandler handler,
      Promise<Channel> connected) {
    SocketAddress remote = new InetSocketAddress(remaining.next(), port);
    InetAddress from = addresses.local();
    SocketAddress local = from == null ? null : new InetSocketAddress(from, 0);
    ChannelFuture attempt = bootstrap.clone().handler(handler).connect(remote, local);
    attempt.addListener(
        ended -> {
          if (ended.isSuccess()) {
            connected.setSuccess(attempt.channel());
          } else if (remaining.hasNext()) {
            attempt(remaining, port, handler, connected);
          } else {
            connected.setFailure(ended.cause());
          }
        });
  }
}
