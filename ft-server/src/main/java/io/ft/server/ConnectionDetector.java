package io.ft.server;

import io.ft.codec.DialectDetector;
import io.ft.codec.ErrorCode;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ProtocolException;
import io.ft.codec.classic.ClassicServerCodec;
import io.ft.codec.framed.FramedServerCodec;
import io.ft.server.security.Identity;
import io.ft.server.security.ServerSecurity;
import io.ft.server.security.Tokens;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/**
 * Adds what a connection needs as soon as its client has shown what it speaks, and refuses what is
 * not to be spoken. One stands in front of TLS, and one inside of it.
 */
final class ConnectionDetector extends DialectDetector {

  private static final String AGENT = "ft-server";
  private static final String TLS = "tls";
  private static final String CHUNKS = "chunks";
  private static final String TLS_END = "tls end";
  private static final String TLS_FLUSHES = "tls flushes";
  private static final String CODEC = "codec";

  private final Settings settings;
  private final ExchangeHandler exchanges;
  private final boolean insideTls;

  /** For a new connection. */
  ConnectionDetector(Settings settings, ExchangeHandler exchanges) {
    this(settings, exchanges, false);
  }

  private ConnectionDetector(Settings settings, ExchangeHandler exchanges, boolean insideTls) {
    this.settings = settings;
    this.exchanges = exchanges;
    this.insideTls = insideTls;
  }

  private ServerSecurity security() {
    return settings.config().security();
  }

  @Override
  protected void framed(ChannelHandlerContext ctx) {
    exchanges.speaks(Dialect.FRAMED);
    Hello hello =
        new Hello(
            ExchangeHandler.OFFERED,
            settings.config().exchanges().maxPerConnection(),
            Limits.MIN_BLOCK_BYTES,
            AGENT);
    ChannelPipeline pipeline = ctx.pipeline();
    pipeline.addAfter(ServerPipeline.PACING, CODEC, new FramedServerCodec());
    pipeline.addAfter(CODEC, "greeting", new GreetingHandler(hello, this::admit));
  }

  /** Lets in who has sent {@code theirs}, or throws what it is told instead. */
  private void admit(Hello theirs) {
    if (!insideTls && security().demandsTls()) {
      throw new ProtocolException(ErrorCode.UNSUPPORTED, "this server demands TLS: use fts://");
    }
    Tokens tokens = security().tokens();
    if (tokens != null) {
      Identity identity = tokens.find(theirs.token());
      if (identity == null) {
        throw new ProtocolException(
            ErrorCode.UNAUTHORIZED,
            theirs.token().isEmpty()
                ? "this server demands a token"
                : "the token is not one of this server's");
      }
      exchanges.identified(identity);
    }
  }

  @Override
  protected void classic(ChannelHandlerContext ctx) {
    exchanges.speaks(Dialect.CLASSIC);
    if (!insideTls && security().demandsTls()) {
      throw new ProtocolException(
          ErrorCode.UNSUPPORTED, "this server demands TLS: no classic dialect without it");
    }
    if (security().tokens() != null) {
      throw new ProtocolException(
          ErrorCode.UNAUTHORIZED, "this server demands a token: the classic dialect has none");
    }
    if (!settings.config().classicEnabled()) {
      throw new ProtocolException(ErrorCode.UNSUPPORTED, "the classic dialect is off");
    }
    ctx.pipeline()
        .addAfter(
            ServerPipeline.PACING,
            CODEC,
            new ClassicServerCodec(settings.config().classicTiming()));
  }

  @Override
  protected void tls(ChannelHandlerContext ctx) {
    SslContext context = settings.tls();
    if (context == null) {
      throw new ProtocolException(ErrorCode.UNSUPPORTED, "TLS is not offered");
    }
    if (insideTls) {
      throw new ProtocolException(ErrorCode.UNSUPPORTED, "TLS inside of TLS");
    }
    SslHandler tls = context.newHandler(ctx.alloc());
    // The deadline for the whole of the handshake is ours.
    tls.setHandshakeTimeoutMillis(0);
    tls.setCloseNotifyFlushTimeoutMillis(TlsEnd.CLOSE_MILLIS);
    RegionChunks chunks = new RegionChunks(exchanges.service().chunkBudget());
    exchanges.sendsChunks(chunks);
    ctx.channel().config().setWriteBufferWaterMark(RegionChunks.WATER_MARK);
    ChannelPipeline pipeline = ctx.pipeline();
    // Many small answers are to be few records, and not only few writes.
    pipeline.remove(FlushConsolidationHandler.class);
    pipeline.addAfter(ctx.name(), TLS, tls);
    pipeline.addAfter(TLS, TLS_END, new TlsEnd(tls, exchanges));
    pipeline.addAfter(TLS_END, TLS_FLUSHES, ServerPipeline.flushes());
    pipeline.addAfter(TLS_FLUSHES, CHUNKS, chunks);
    pipeline.addAfter(CHUNKS, null, new ConnectionDetector(settings, exchanges, true));
  }
}
