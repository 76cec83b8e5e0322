package io.ft.client;

import io.ft.codec.Limits;
import io.ft.codec.WireText;
import io.ft.codec.classic.ClassicClientCodec;
import io.ft.codec.framed.FramedCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Downloads files. Downloads of the framed dialect from one server share a connection.
 *
 * <p>Thread-safe. It has two threads, one that receives and one that verifies and writes; what
 * their downloads hold in memory is bounded by {@link ClientConfig#maxBufferedBytes()} a
 * connection.
 */
public final class FileClient implements AutoCloseable {

  private static final long STOP_TIMEOUT_MILLIS = 2_000;
  private static final int MIN_READ_BYTES = 2 * 1024;
  private static final int INITIAL_READ_BYTES = 64 * 1024;
  private static final int MAX_READ_BYTES = 1024 * 1024;

  private final ClientConfig config;
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("ft-client", true), NioIoHandler.newFactory());
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(new DefaultThreadFactory("ft-client-writer", true));
  private final Connector connector;

  // Guarded by this.
  private boolean closed;

  // Touched on the event loop alone.
  private final Set<ClientConnection> connections = new HashSet<>();
  private final Map<Server, ClientConnection> shared = new HashMap<>();

  private record Server(String host, int port) {}

  private FileClient(ClientConfig config) {
    this.config = config;
    this.connector = new Connector(bootstrap());
  }

  private Bootstrap bootstrap() {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, config.connectTimeoutMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, INITIAL_READ_BYTES, MAX_READ_BYTES));
  }

  /** A client with {@link ClientConfig#DEFAULT}. */
  public static FileClient create() {
    return create(ClientConfig.DEFAULT);
  }

  /** A client with settings of its own. */
  public static FileClient create(ClientConfig config) {
    return new FileClient(config);
  }

  /**
   * Starts a download and returns at once.
   *
   * @param listener is told how it goes
   * @throws RejectedExecutionException if the client is closed
   */
  public Download start(DownloadRequest request, TransferListener listener) {
    Download download = new Download();
    Destination destination = destination(request.target());
    Receiver receiver = new Receiver(destination, listener, download);
    ClientExchange exchange = new ClientExchange(request, receiver, writer, config.maxBlockBytes());
    execute(() -> begin(request, exchange));
    download.cancelWith(() -> cancel(exchange));
    return download;
  }

  /** What is handed to the loop before the client is closed is seen by {@link #close}. */
  private synchronized void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("the client is closed");
    }
    loop.execute(task);
  }

  private synchronized void cancel(ClientExchange exchange) {
    if (!closed) {
      loop.execute(exchange::cancel);
    }
  }

  private void begin(DownloadRequest request, ClientExchange exchange) {
    if (!canBeAskedFor(request)) {
      exchange.finish(
          new TransferException(
              TransferError.NOT_FOUND,
              "no server has such a name: it is not UTF-8, longer than "
                  + Limits.MAX_PATH_BYTES
                  + " bytes, or begins like another dialect"));
    } else {
      connection(request).submit(exchange);
    }
  }

  /** In the classic dialect the first byte of a name must not look like another dialect. */
  private static boolean canBeAskedFor(DownloadRequest request) {
    String path = request.source().path();
    boolean looksFramedOrTls = path.charAt(0) == 0x00 || path.charAt(0) == 0x16;
    return WireText.isValid(path)
        && WireText.encode(path).length <= Limits.MAX_PATH_BYTES
        && !(request.dialect() == Dialect.CLASSIC && looksFramedOrTls);
  }

  private static Destination destination(Target target) {
    if (target instanceof Target.ToFile file) {
      return new PartialFile(file.path());
    }
    return new VerifiedStream(((Target.ToStream) target).channel());
  }

  private ClientConnection connection(DownloadRequest request) {
    Server server = new Server(request.source().host(), request.source().port());
    boolean sharable = request.dialect() == Dialect.FRAMED;
    ClientConnection existing = shared.get(server);
    if (sharable && existing != null && existing.acceptsMore()) {
      return existing;
    }
    ClientConnection connection = new ClientConnection(request.dialect(), config);
    connections.add(connection);
    if (sharable) {
      shared.put(server, connection);
    }
    connector.connect(
        server.host(),
        server.port(),
        new Pipeline(request.dialect(), connection),
        connected -> {
          if (connected.isSuccess()) {
            connected.getNow().closeFuture().addListener(ended -> connections.remove(connection));
          } else {
            connections.remove(connection);
            connection.fail(TransferFailures.ofConnect(request.source(), connected.cause()));
          }
        });
    return connection;
  }

  /**
   * Ends every download that is still running, and gives back all it holds. Waits for that; a
   * second call does nothing.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    // Exchanges fail on the loop, their targets are cleaned up on the writer, and then both can go.
    loop.submit(() -> List.copyOf(connections).forEach(FileClient::end)).awaitUninterruptibly();
    try {
      stopWriter();
      loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A writer that is stuck in a stream nobody reads is interrupted; its tasks still clean up. */
  private void stopWriter() throws InterruptedException {
    writer.shutdown();
    if (!writer.awaitTermination(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
      List<Runnable> left = writer.shutdownNow();
      if (writer.awaitTermination(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        left.forEach(Runnable::run);
      }
    }
  }

  private static void end(ClientConnection connection) {
    connection.fail(new TransferException(TransferError.CANCELLED, "the client was closed"));
  }

  /** The handlers of a connection, in the order in which bytes meet them. */
  private final class Pipeline extends ChannelInitializer<Channel> {

    private final Dialect dialect;
    private final ClientConnection connection;

    Pipeline(Dialect dialect, ClientConnection connection) {
      this.dialect = dialect;
      this.connection = connection;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(
              dialect == Dialect.FRAMED
                  ? FramedCodec.forClient(config.maxBlockBytes())
                  : new ClassicClientCodec(config.classicTiming()),
              connection);
    }
  }
}
