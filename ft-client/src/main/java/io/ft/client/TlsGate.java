package io.ft.client;

import io.ft.client.security.TlsContext;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Says when a TLS connection can be used ({@link #OPEN}), and what went wrong with it (as a {@link
 * TransferException} that is caught further on). Stands right behind the TLS handler.
 *
 * <p>Between the handshake and the opening a server may have to be made known, on another thread.
 * What it says until then is held back, and little of it: nothing more is read.
 */
final class TlsGate extends ChannelInboundHandlerAdapter {

  /** The event: the server is the right one, and what is written from now on is encrypted. */
  static final Object OPEN = new Object();

  private enum State {
    HANDSHAKE,
    SETTLING,
    OPEN,
    FAILED
  }

  private final TlsContext tls;
  private final SslHandler handler;
  private final TlsFailures failures;
  private final ServerHistory history;

  /** What came before it was open; released here if it never opens. */
  private final Queue<Object> held = new ArrayDeque<>();

  private State state = State.HANDSHAKE;
  private boolean heard;

  /**
   * The gate of one connection.
   *
   * @param handler the one before it
   */
  TlsGate(TlsContext tls, SslHandler handler, TlsFailures failures, ServerHistory history) {
    this.tls = tls;
    this.handler = handler;
    this.failures = failures;
    this.history = history;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
      ctx.fireUserEventTriggered(event);
    } else if (handshake.isSuccess()) {
      settle(ctx);
    } else {
      handshakeFailed(ctx, handshake.cause());
    }
  }

  private void settle(ChannelHandlerContext ctx) {
    state = State.SETTLING;
    Future<Void> settled = tls.settle(handler.engine(), ctx.executor());
    if (!settled.isDone()) {
      ctx.channel().config().setAutoRead(false);
    }
    settled.addListener(
        (Future<Void> outcome) -> {
          ctx.channel().config().setAutoRead(true);
          if (!outcome.isSuccess()) {
            handshakeFailed(ctx, outcome.cause());
          } else if (state == State.SETTLING && ctx.channel().isActive()) {
            open(ctx);
          }
        });
  }

  private void open(ChannelHandlerContext ctx) {
    state = State.OPEN;
    history.secured();
    ctx.fireUserEventTriggered(OPEN);
    if (!held.isEmpty()) {
      for (Object msg = held.poll(); msg != null; msg = held.poll()) {
        channelRead(ctx, msg);
      }
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (state == State.OPEN) {
      heard = true;
      ctx.fireChannelRead(msg);
    } else {
      held.add(msg);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (state != State.OPEN) {
      handshakeFailed(ctx, cause);
    } else if (TlsFailures.isOfTls(cause)) {
      // In TLS 1.3 a client learns only now that its certificate was refused.
      ctx.fireExceptionCaught(
          heard ? TlsFailures.ofConnection(cause) : failures.ofHandshake(cause));
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  /** It is told in several ways; the first one has the cause. */
  private void handshakeFailed(ChannelHandlerContext ctx, Throwable cause) {
    if (state != State.FAILED) {
      state = State.FAILED;
      ctx.fireExceptionCaught(failures.ofHandshake(cause));
    }
  }
}
