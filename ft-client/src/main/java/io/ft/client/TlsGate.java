package io.ft.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Says when a TLS connection can be used ({@link #OPEN}), and what went wrong with it (as a {@link
 * TransferException} that is caught further on). Stands right behind the TLS handler.
 */
final class TlsGate extends ChannelInboundHandlerAdapter {

  /** The event: the server is the right one, and what is written from now on is encrypted. */
  static final Object OPEN = new Object();

  private final TlsFailures failures;
  private final ServerHistory history;

  private boolean open;
  private boolean heard;
  private boolean failed;

  TlsGate(TlsFailures failures, ServerHistory history) {
    this.failures = failures;
    this.history = history;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
      ctx.fireUserEventTriggered(event);
    } else if (handshake.isSuccess()) {
      open = true;
      history.secured();
      ctx.fireUserEventTriggered(OPEN);
    } else {
      handshakeFailed(ctx, handshake.cause());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    heard = true;
    ctx.fireChannelRead(msg);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!open) {
      handshakeFailed(ctx, cause);
    } else if (TlsFailures.isOfTls(cause)) {
      // In TLS 1.3 a client learns only now that its certificate was refused.
      ctx.fireExceptionCaught(
          heard ? TlsFailures.ofConnection(cause) : failures.ofHandshake(cause, false));
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  /** It is told in several ways; the first one has the cause. */
  private void handshakeFailed(ChannelHandlerContext ctx, Throwable cause) {
    if (!failed) {
      failed = true;
      boolean lost = !ctx.channel().isActive() || !TlsFailures.isOfTls(cause);
      ctx.fireExceptionCaught(failures.ofHandshake(cause, lost));
    }
  }
}
