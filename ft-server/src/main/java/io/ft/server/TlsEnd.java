package io.ft.server;

import io.netty.buffer.ByteBuf;
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
 * <p>OpenSSL answers a client's {@code close_notify} by itself, and so does TLS 1.2, before this
 * hears of it: who has ended the connection is not misled by that.
 *
 * <p>Used on the connection's event loop alone.
 */
final class TlsEnd extends ChannelDuplexHandler {

  /** How long a close waits for its close_notify to be taken. */
  static final long CLOSE_MILLIS = 1_000;

  private static final int MAX_REASON_CHARACTERS = 200;

  private final SslHandler tls;
  private final ExchangeHandler exchanges;

  /** How many messages have been written and are not on the network. */
  private int unsent;

  private boolean ending;

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
      end(ctx);
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
      end(ctx);
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

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof ByteBuf)) {
      // There is no codec yet; the TLS handler refuses it.
      ctx.write(message, promise);
      return;
    }
    unsent++;
    // A promise of its own: whoever waits for the other one may close.
    ctx.write(message)
        .addListener(
            written -> {
              unsent--;
              if (written.isSuccess()) {
                promise.trySuccess();
              } else {
                Dropped.note(ctx.channel());
                promise.tryFailure(written.cause());
              }
            });
  }

  /**
   * The connection is over, and nothing more is to be sent. From the end of the pipeline, so that
   * what waits in it is dropped before {@link #close} looks.
   */
  private void end(ChannelHandlerContext ctx) {
    ending = true;
    ctx.pipeline().close();
  }

  /** At the end what has been written stays unsent, and an end of TLS must not go out behind it. */
  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (!ending) {
      ctx.flush();
    }
  }

  /**
   * Says the end of TLS and closes. Says nothing where a close is to reset the connection, or where
   * something was dropped or will not be sent: the client must not take what it has for all there
   * is.
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

  private boolean hasSomethingLeft(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    // Of an open exchange nothing may be on its way just now: a worker may be reading a block.
    return exchanges.isBusy()
        || Dropped.isNoted(channel)
        || (ending && unsent > 0)
        || (buffer != null && !buffer.isEmpty());
  }
}
