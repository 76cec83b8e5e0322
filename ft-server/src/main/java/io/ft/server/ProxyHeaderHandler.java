package io.ft.server;

import io.ft.server.security.AddressRange;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the header with which a proxy says who its client is, and leaves the pipeline. A connection
 * of a proxy without a right one is closed: nobody can tell whom it is for.
 *
 * <p>A header may say that the proxy speaks for itself, as in a check whether the server is alive;
 * then the proxy is the client.
 */
final class ProxyHeaderHandler extends SimpleChannelInboundHandler<HAProxyMessage> {

  private final ServerEvents events;
  private final Consumer<InetSocketAddress> known;
  private boolean failed;

  /**
   * For a connection of a proxy.
   *
   * @param known is told who the client is, on the event loop, before anything that it sent comes
   */
  ProxyHeaderHandler(ServerEvents events, Consumer<InetSocketAddress> known) {
    super(HAProxyMessage.class);
    this.events = events;
    this.known = known;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
    InetSocketAddress client = client(header, (InetSocketAddress) ctx.channel().remoteAddress());
    if (client == null) {
      fail(ctx, "PROXY header without an IP address: " + header.proxiedProtocol());
      return;
    }
    known.accept(client);
    ctx.pipeline().remove(this);
  }

  private static @Nullable InetSocketAddress client(
      HAProxyMessage header, InetSocketAddress proxy) {
    if (header.command() == HAProxyCommand.LOCAL) {
      return proxy;
    }
    return switch (header.proxiedProtocol()) {
      case UNKNOWN -> proxy;
      case TCP4, TCP6 -> {
        InetAddress address = AddressRange.address(header.sourceAddress());
        yield address == null ? null : new InetSocketAddress(address, header.sourcePort());
      }
      default -> null;
    };
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof HandshakeDeadline.Expired expired) {
      fail(ctx, "no PROXY header within " + expired.timeoutMillis() + " ms");
    } else if (event instanceof Drain) {
      ctx.close();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof HAProxyProtocolException) {
      fail(ctx, "PROXY header: " + innermost(cause).getMessage());
    } else if (cause instanceof IOException) {
      fail(ctx, "connection failed: " + cause.getMessage());
    } else {
      fail(ctx, ServerFailures.to(cause).text());
    }
  }

  private static Throwable innermost(Throwable cause) {
    Throwable inner = cause;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  private void fail(ChannelHandlerContext ctx, String reason) {
    if (!failed) {
      failed = true;
      events.connectionFailed(ctx.channel().remoteAddress(), reason);
      ctx.close();
    }
  }
}
