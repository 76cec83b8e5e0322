package io.ft.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;

/**
 * How a connection with TLS begins and ends, in terms of one without: stands behind the TLS handler
 * and tells the exchanges of a handshake, of a failure, and of the client's end.
 *
 * <p>Used on the connection's event loop alone.
 */
final class TlsEnd extends ChannelDuplexHandler {

  /** How long a close waits for its close_notify to be taken. */
  static final long CLOSE_MILLIS = 1_000;

  private static final int MAX_REASON_CHARACTERS = 200;

  private final SslHandler tls;
  private final ExchangeHandler exchanges;

  TlsEnd(SslHandler tls, ExchangeHandler exchanges) {
    this.tls = tls;
    this.exchanges = exchanges;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        exchanges.certified(PeerCertificate.subject(tls.engine().getSession()));
      } else {
        exchanges.broken("TLS handshake: " + reason(handshake.cause()));
      }
    } else if (event instanceof SslCloseCompletionEvent) {
      // As without TLS: a client that closes its sending side has ended the connection.
      ctx.close();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable inner =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (inner instanceof SSLException) {
      exchanges.broken("TLS: " + reason(inner));
      ctx.close();
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private static String reason(Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return "the client left";
    }
    String message = String.valueOf(cause.getMessage());
    return message.length() <= MAX_REASON_CHARACTERS
        ? message
        : message.substring(0, MAX_REASON_CHARACTERS) + "...";
  }

  /**
   * Says the end of TLS and closes. Says nothing where a close is to reset the connection, or where
   * something is left that will not be sent: the client must not take that for all there is.
   */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (isToReset(ctx.channel()) || hasSomethingLeft(ctx.channel())) {
      ctx.pipeline().context(tls).close(promise);
    } else {
      ctx.close(promise);
    }
  }

  private static boolean isToReset(Channel channel) {
    Integer linger = channel.isOpen() ? channel.config().getOption(ChannelOption.SO_LINGER) : null;
    return linger != null && linger == 0;
  }

  private static boolean hasSomethingLeft(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer != null && !buffer.isEmpty();
  }
}
