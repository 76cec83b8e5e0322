package io.ft.server;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of a connection, in the order in which bytes meet them:
 *
 * <pre>
 *   flush consolidation     few flushes for many small answers; not in front of TLS
 *   idle detection          a connection on which nothing moves
 *   PROXY header            of a trusted proxy alone; what follows comes when it has been read
 *   detector                replaces itself by what the first byte asks for:
 *     TLS, its end, flush consolidation, chunks, detector | a codec behind the pacing
 *   pacing                  writes no faster than the limits allow
 *     framed codec, greeting | classic codec
 *   handshake deadline      leaves with the first message
 *   exchanges               what the server does
 * </pre>
 */
final class ServerPipeline extends ChannelInitializer<SocketChannel> {

  /** The name of the handler behind which a codec belongs. */
  static final String PACING = "pacing";

  /** One that is only told to come back has to be quick. */
  private static final long SURPLUS_HANDSHAKE_MILLIS = 5_000;

  /** What a proxy may say beside the addresses; nobody reads it. */
  private static final int MAX_PROXY_DETAILS_BYTES = 2 * 1024;

  private final Service service;

  ServerPipeline(Service service) {
    this.service = service;
  }

  /** A connection as it was accepted. */
  private record Accepted(
      SocketChannel channel, Settings settings, boolean surplus, long sinceNanos) {}

  static FlushConsolidationHandler flushes() {
    return new FlushConsolidationHandler(
        FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true);
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    if (service.isDraining()) {
      // It was accepted just before the listener was closed.
      channel.close();
      return;
    }
    long nowNanos = System.nanoTime();
    InetSocketAddress remote = channel.remoteAddress();
    service.events().connectionOpened(remote);
    channel.closeFuture().addListener(closed -> service.events().connectionClosed(remote));
    ConnectionSlots.Entry slot = service.connectionSlots().enter();
    if (slot != ConnectionSlots.Entry.ADMITTED) {
      service.refused(remote, ServerEvents.Refusal.CONNECTIONS);
    }
    if (slot == ConnectionSlots.Entry.REFUSED) {
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> service.connectionSlots().leave());
    Settings settings = service.settings();
    ServerConfig config = settings.config();
    channel
        .pipeline()
        .addLast(
            flushes(),
            new IdleStateHandler(
                true, 0, 0, config.timeouts().idleMillis(), TimeUnit.MILLISECONDS));
    boolean surplus = slot == ConnectionSlots.Entry.SURPLUS;
    Accepted accepted = new Accepted(channel, settings, surplus, nowNanos);
    if (config.security().isProxy(remote)) {
      channel
          .pipeline()
          .addLast(
              new HAProxyMessageDecoder(MAX_PROXY_DETAILS_BYTES),
              new HandshakeDeadline(handshakeMillis(config, surplus), nowNanos),
              new ProxyHeaderHandler(service.events(), client -> admit(accepted, client)));
    } else {
      admit(accepted, remote);
    }
  }

  /** Goes on, now that it is known who the client is. */
  private void admit(Accepted accepted, InetSocketAddress client) {
    if (!accepted.settings().config().security().access().admits(client)) {
      if (!accepted.surplus()) {
        service.refused(client, ServerEvents.Refusal.ADDRESS);
      }
      accepted.channel().close();
      return;
    }
    Visitor visitor = visitor(accepted.channel(), client, accepted.surplus());
    if (visitor == null) {
      accepted.channel().close();
    } else {
      serve(accepted, visitor);
    }
  }

  /** Counts the connection among those of its client; null if it is to be closed. */
  private @Nullable Visitor visitor(
      SocketChannel channel, InetSocketAddress remote, boolean surplus) {
    Addresses.Admission admission = service.addresses().enter(AddressGroup.of(remote));
    if (admission.entry() != ConnectionSlots.Entry.ADMITTED && !surplus) {
      service.refused(remote, ServerEvents.Refusal.CONNECTIONS_OF_ADDRESS);
    }
    if (admission.entry() == ConnectionSlots.Entry.REFUSED) {
      return null;
    }
    Addresses.Client client = admission.client();
    channel.closeFuture().addListener(closed -> client.leave());
    if (admission.entry() == ConnectionSlots.Entry.SURPLUS) {
      return new Visitor(remote, client, "too many connections of this address");
    }
    return new Visitor(remote, client, surplus ? "too many connections" : null);
  }

  private void serve(Accepted accepted, Visitor visitor) {
    ServerConfig config = accepted.settings().config();
    Addresses.Client client = visitor.client();
    PacingHandler pacing =
        new PacingHandler(
            new Pace(
                new Pace.Share(client.rate(), client::connections),
                new Pace.Share(service.rate(), service.connectionSlots()::taken)));
    ExchangeHandler exchanges = new ExchangeHandler(service, config, visitor, pacing);
    accepted
        .channel()
        .pipeline()
        .addLast(new ConnectionDetector(accepted.settings(), exchanges))
        .addLast(PACING, pacing)
        .addLast(
            new HandshakeDeadline(
                handshakeMillis(config, visitor.refusal() != null), accepted.sinceNanos()),
            exchanges);
  }

  private static long handshakeMillis(ServerConfig config, boolean surplus) {
    long millis = config.timeouts().handshakeMillis();
    return surplus ? Math.min(millis, SURPLUS_HANDSHAKE_MILLIS) : millis;
  }
}
