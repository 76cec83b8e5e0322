package io.ft.server;

import io.ft.codec.DialectDetector;
import io.ft.codec.ErrorCode;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ProtocolException;
import io.ft.codec.classic.ClassicServerCodec;
import io.ft.codec.framed.FramedCodec;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The handlers of a connection, in the order in which bytes meet them:
 *
 * <pre>
 *   flush consolidation     few flushes for many small answers
 *   idle detection          a connection on which nothing moves
 *   pacing                  writes no faster than the limits allow
 *   dialect detector        replaces itself by a codec after the first byte
 *     framed codec, greeting | classic codec
 *   handshake deadline      leaves with the first message
 *   exchanges               what the server does
 * </pre>
 */
final class ServerPipeline extends ChannelInitializer<SocketChannel> {

  private static final String AGENT = "ft-server";

  /** One that is only told to come back has to be quick. */
  private static final long SURPLUS_HANDSHAKE_MILLIS = 5_000;

  private final Service service;

  ServerPipeline(Service service) {
    this.service = service;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    service.events().connectionOpened(remote);
    channel.closeFuture().addListener(closed -> service.events().connectionClosed(remote));
    ConnectionSlots.Entry slot = service.connectionSlots().enter();
    if (slot != ConnectionSlots.Entry.ADMITTED) {
      service.events().connectionRefused(remote, ServerEvents.Refusal.CONNECTIONS);
    }
    if (slot == ConnectionSlots.Entry.REFUSED) {
      service.events().connectionFailed(remote, "too many connections");
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> service.connectionSlots().leave());
    ServerConfig config = service.config();
    channel
        .pipeline()
        .addLast(
            new FlushConsolidationHandler(
                FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true),
            new IdleStateHandler(
                true, 0, 0, config.timeouts().idleMillis(), TimeUnit.MILLISECONDS));
    boolean surplus = slot == ConnectionSlots.Entry.SURPLUS;
    serve(channel, config, visitor(channel, remote, surplus));
  }

  /** Counts the connection among those of its client. */
  private Visitor visitor(SocketChannel channel, InetSocketAddress remote, boolean surplus) {
    Addresses.Client client = service.addresses().enter(AddressGroup.of(remote));
    if (client == null) {
      if (!surplus) {
        service.events().connectionRefused(remote, ServerEvents.Refusal.CONNECTIONS_OF_ADDRESS);
      }
      return new Visitor(remote, null, "too many connections of this address");
    }
    channel.closeFuture().addListener(closed -> client.leave());
    return new Visitor(remote, client, surplus ? "too many connections" : null);
  }

  private void serve(SocketChannel channel, ServerConfig config, Visitor visitor) {
    TokenBucket ofClient = visitor.client() == null ? service.rate() : visitor.client().rate();
    Pace pace = new Pace(ofClient, service.rate());
    PacingHandler pacing = new PacingHandler(pace);
    ExchangeHandler exchanges = new ExchangeHandler(service, config, visitor, pace, pacing);
    long handshakeMillis = config.timeouts().handshakeMillis();
    channel
        .pipeline()
        .addLast(
            pacing,
            new Detector(config, exchanges),
            new HandshakeDeadline(
                visitor.refusal() == null
                    ? handshakeMillis
                    : Math.min(handshakeMillis, SURPLUS_HANDSHAKE_MILLIS)),
            exchanges);
  }

  private static final class Detector extends DialectDetector {

    private final ServerConfig config;
    private final ExchangeHandler exchanges;

    Detector(ServerConfig config, ExchangeHandler exchanges) {
      this.config = config;
      this.exchanges = exchanges;
    }

    @Override
    protected void framed(ChannelHandlerContext ctx) {
      exchanges.speaks(Dialect.FRAMED);
      Hello hello =
          new Hello(
              ExchangeHandler.OFFERED,
              config.exchanges().maxPerConnection(),
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
