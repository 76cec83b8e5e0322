package io.ft.client;

import io.ft.client.security.TlsContext;
import io.ft.codec.Limits;
import io.ft.codec.classic.ClassicClientCodec;
import io.ft.codec.framed.FramedClientCodec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a client: in the framed dialect a few a server, as long as they take more.
 *
 * <p>Used on the event loop alone.
 */
final class ConnectionPool {

  private final ClientConfig config;
  private final Connector connector;
  private final Function<Server, ServerHistory> histories;
  private final Set<ClientConnection> connections = new HashSet<>();
  private final Map<Server, List<ClientConnection>> shared = new HashMap<>();
  private final RateLimit rateLimit;
  private final LazyTls tls;

  /**
   * A pool without connections.
   *
   * @param histories what is known of each server
   */
  ConnectionPool(
      ClientConfig config, Connector connector, Function<Server, ServerHistory> histories) {
    this.config = config;
    this.histories = histories;
    this.connector = connector;
    this.rateLimit = new RateLimit(config.maxBytesPerSecond());
    this.tls = new LazyTls(config.security());
  }

  /** The connection for the next exchange with {@code server}; made if there is none. */
  ClientConnection connection(Server server, Dialect dialect) {
    if (dialect == Dialect.CLASSIC) {
      // It carries one exchange.
      return connect(server, dialect);
    }
    List<ClientConnection> usable = shared.computeIfAbsent(server, any -> new ArrayList<>());
    usable.removeIf(connection -> !connection.acceptsMore());
    Optional<ClientConnection> idlest =
        usable.stream().min(Comparator.comparingInt(ClientConnection::load));
    boolean full = usable.size() >= config.maxConnections();
    if (idlest.isPresent() && (full || idlest.get().load() == 0)) {
      return idlest.get();
    }
    ClientConnection connection = connect(server, dialect);
    usable.add(connection);
    return connection;
  }

  private ClientConnection connect(Server server, Dialect dialect) {
    ClientConnection connection = new ClientConnection(server, dialect, config, rateLimit);
    connections.add(connection);
    connector.connect(
        server.host(),
        server.port(),
        () ->
            new Pipeline(
                server,
                dialect,
                connection,
                server.secure() ? tls.preparedFor(server.host(), server.port()) : null),
        connected -> {
          if (connected.isSuccess()) {
            histories.apply(server).reached();
            connected.getNow().closeFuture().addListener(ended -> connections.remove(connection));
          } else {
            connections.remove(connection);
            connection.fail(
                TransferFailures.ofConnect(server, config.addresses(), connected.cause()));
          }
        });
    return connection;
  }

  /** Ends all connections, and all that runs on them. */
  void fail(TransferException cause) {
    List.copyOf(connections).forEach(connection -> connection.fail(cause));
  }

  /** The handlers of a connection, in the order in which bytes meet them. */
  private final class Pipeline extends ChannelInitializer<Channel> {

    private final Server server;
    private final Dialect dialect;
    private final ClientConnection connection;
    private final @Nullable TlsContext tls;

    Pipeline(
        Server server, Dialect dialect, ClientConnection connection, @Nullable TlsContext tls) {
      this.server = server;
      this.dialect = dialect;
      this.connection = connection;
      this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (tls != null) {
        ServerHistory history = histories.apply(server);
        boolean hasIdentity = config.security().identity() != null;
        SslHandler handler = tls.handler(channel.alloc(), server.host(), server.port());
        TlsFailures failures = new TlsFailures(server, history, hasIdentity);
        channel.pipeline().addLast(handler, new TlsGate(tls, handler, failures, history));
      }
      channel
          .pipeline()
          .addLast(
              dialect == Dialect.FRAMED
                  ? new FramedClientCodec(Limits.DEFAULT.withMaxBlockBytes(config.maxBlockBytes()))
                  : new ClassicClientCodec(config.classicTiming(), Limits.DEFAULT),
              connection);
    }
  }
}
