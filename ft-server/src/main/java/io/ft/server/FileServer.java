package io.ft.server;

import io.ft.server.store.FileStore;
import io.ft.server.store.FileStores;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server. Any number of them can run in one process.
 *
 * <p>Thread-safe. {@link #close} ends it for good.
 */
public final class FileServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileServer.class);
  private static final int BACKLOG = 4096;
  private static final long STOP_TIMEOUT_MILLIS = 5_000;

  private final ServerConfig startedWith;
  private final Service service;
  private final EventLoopGroup loops;
  private final ChannelGroup connections;
  private final Channel listener;

  private FileServer(
      ServerConfig startedWith,
      Service service,
      EventLoopGroup loops,
      ChannelGroup connections,
      Channel listener) {
    this.startedWith = startedWith;
    this.service = service;
    this.loops = loops;
    this.connections = connections;
    this.listener = listener;
  }

  /** Starts a server that writes what happens to its log. */
  public static FileServer start(ServerConfig config) throws IOException {
    return start(config, new LoggingEvents());
  }

  /**
   * Starts a server; when this returns, clients can connect.
   *
   * @param events hears of every exchange
   * @throws java.nio.file.NotDirectoryException if the root is no folder
   * @throws BindException if the address is in use or not ours
   * @throws IOException if the root cannot be opened, or a certificate or its key cannot be read
   */
  public static FileServer start(ServerConfig config, ServerEvents events) throws IOException {
    Settings settings = Settings.open(config);
    FileStore store = FileStores.open(config.shares(), config.files());
    Transport transport = Transport.best();
    EventLoopGroup loops = transport.newLoops(config.threads().eventLoops(), "ft-server");
    Workers workers = new Workers(config.threads().workers(), store);
    Service service = new Service(settings, store, workers, events);
    ChannelGroup connections = new DefaultChannelGroup(loops.next());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .handler(new ConnectionCollector(service, connections))
            .childHandler(new ServerPipeline(service));
    var bound = bootstrap.bind(config.address()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stop(service, loops);
      throw bindException(bound.cause());
    }
    bound.channel().pipeline().addLast(new AcceptFailures());
    LOG.debug(
        "serving {} on {} with {}", config.shares(), bound.channel().localAddress(), transport);
    return new FileServer(config, service, loops, connections, bound.channel());
  }

  /** The same failure whatever the transport: the native one has an exception of its own. */
  private static BindException bindException(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    BindException failure =
        new BindException(message.replaceFirst("^bind.*error\\(-\\d+\\): ", ""));
    failure.initCause(cause);
    return failure;
  }

  /** Where it listens, with the port that it really has. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /** What it holds now. */
  public ServerStats stats() {
    return service.stats();
  }

  /**
   * The tasks that wait for its event loops. More than a few, again and again: they have more to do
   * than they can. It counts, so it is not for every moment.
   */
  public int pendingTasks() {
    int pending = 0;
    for (EventExecutor loop : loops) {
      pending += ((SingleThreadEventExecutor) loop).pendingTasks();
    }
    return pending;
  }

  /**
   * Goes on with other settings. Limits and rates hold at once, also for what runs; all else holds
   * for connections that are made from now on. Certificates are read again, so that this is how a
   * renewed one comes into use.
   *
   * @return the names of settings that differ and cannot change while a server runs: they stay as
   *     they were
   * @throws IOException if a certificate or its key cannot be read or is not right; then nothing
   *     has changed
   */
  public synchronized List<String> reconfigure(ServerConfig next) throws IOException {
    Settings settings = Settings.open(next);
    List<String> fixed = new ArrayList<>();
    if (!next.shares().equals(startedWith.shares())) {
      fixed.add("shares");
    }
    if (!next.address().equals(startedWith.address())) {
      fixed.add("address");
    }
    if (!next.threads().equals(startedWith.threads())) {
      fixed.add("threads");
    }
    if (!next.files().equals(startedWith.files())) {
      fixed.add("files");
    }
    service.change(settings);
    return fixed;
  }

  /**
   * Stops accepting, tells every client that it is about to stop, and lets what is sent end where a
   * client can go on later: framed downloads behind the block that is on its way, classic ones at
   * their end. Waits for that, but no longer than {@code timeoutMillis}; {@link #close} ends what
   * is left.
   *
   * @return whether every connection has ended
   */
  public boolean drain(long timeoutMillis) throws InterruptedException {
    service.beginDraining();
    listener.close().awaitUninterruptibly();
    connections.forEach(each -> each.pipeline().fireUserEventTriggered(Drain.EVENT));
    return connections.newCloseFuture().await(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /** Stops accepting, ends every connection, and gives back all it holds. Waits for that. */
  @Override
  public void close() throws IOException {
    service.beginDraining();
    listener.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly(STOP_TIMEOUT_MILLIS);
    stop(service, loops);
  }

  private static void stop(Service service, EventLoopGroup loops) throws IOException {
    try {
      service.workers().stop(STOP_TIMEOUT_MILLIS);
      loops.shutdownGracefully(0, STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      service.store().close();
    }
  }
}
