package io.ft.server;

import io.ft.codec.DialectDetector;
import io.ft.codec.ErrorCode;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ProtocolException;
import io.ft.codec.classic.ClassicServerCodec;
import io.ft.codec.framed.FramedCodec;
import io.ft.server.store.FileStore;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;

/**
 * The handlers of a connection, in the order in which bytes meet them:
 *
 * <pre>
 *   flush consolidation     few flushes for many small answers
 *   idle detection          a connection on which nothing moves
 *   dialect detector        replaces itself by a codec after the first byte
 *     framed codec, greeting | classic codec
 *   handshake deadline      leaves with the first message
 *   exchanges               what the server does
 * </pre>
 */
final class ServerPipeline extends ChannelInitializer<SocketChannel> {

  private static final String AGENT = "ft-server";

  private final ServerConfig config;
  private final FileStore store;
  private final Workers workers;
  private final ServerEvents events;
  private final ExchangeSlots slots;
  private final DigestPlaces digestPlaces;
  private final ContentBudget contentBudget;

  ServerPipeline(
      ServerConfig config,
      FileStore store,
      Workers workers,
      ServerEvents events,
      ContentBudget contentBudget) {
    this.config = config;
    this.store = store;
    this.workers = workers;
    this.events = events;
    this.contentBudget = contentBudget;
    this.slots = new ExchangeSlots(config.maxExchanges());
    this.digestPlaces = new DigestPlaces(config.digestWorkers());
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    ExchangeHandler exchanges =
        new ExchangeHandler(config, store, workers, events, slots, digestPlaces, contentBudget);
    channel
        .pipeline()
        .addLast(
            new FlushConsolidationHandler(
                FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true),
            new IdleStateHandler(true, 0, 0, config.idleTimeoutMillis(), TimeUnit.MILLISECONDS),
            new Detector(exchanges),
            new HandshakeDeadline(config.handshakeTimeoutMillis()),
            exchanges);
  }

  private final class Detector extends DialectDetector {

    private final ExchangeHandler exchanges;

    Detector(ExchangeHandler exchanges) {
      this.exchanges = exchanges;
    }

    @Override
    protected void framed(ChannelHandlerContext ctx) {
      exchanges.speaks(Dialect.FRAMED);
      Hello hello =
          new Hello(
              ExchangeHandler.OFFERED,
              config.maxExchangesPerConnection(),
              Limits.MIN_BLOCK_BYTES,
              AGENT);
      ChannelPipeline pipeline = ctx.pipeline();
      pipeline.addAfter(ctx.name(), "codec", FramedCodec.forServer(hello.maxBlockBytes()));
      pipeline.addAfter("codec", "greeting", new GreetingHandler(hello));
    }

    @Override
    protected void classic(ChannelHandlerContext ctx) {
      exchanges.speaks(Dialect.CLASSIC);
      if (!config.classicEnabled()) {
        throw new ProtocolException(ErrorCode.UNSUPPORTED, "the classic dialect is off");
      }
      ctx.pipeline().addAfter(ctx.name(), "codec", new ClassicServerCodec(config.classicTiming()));
    }

    @Override
    protected void tls(ChannelHandlerContext ctx) {
      throw new ProtocolException(ErrorCode.UNSUPPORTED, "TLS is not offered");
    }
  }
}
