package io.ft.client;

import io.ft.client.store.Destination;
import io.ft.client.store.PartialFile;
import io.ft.client.store.TargetPolicy;
import io.ft.client.store.VerifiedStream;
import io.ft.codec.Limits;
import io.ft.codec.Tag;
import io.ft.codec.WireText;
import io.ft.codec.classic.ClassicClientCodec;
import io.ft.codec.framed.FramedCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Downloads files. Downloads of the framed dialect from one server share a connection.
 *
 * <p>Thread-safe. It has two threads, one that receives and one that verifies and writes; what
 * their downloads hold in memory is bounded by {@link ClientConfig#maxBufferedBytes()} a
 * connection.
 */
public final class FileClient implements AutoCloseable {

  private static final int MIN_READ_BYTES = 2 * 1024;
  private static final int INITIAL_READ_BYTES = 64 * 1024;
  private static final int MAX_READ_BYTES = 1024 * 1024;

  private final ClientConfig config;
  private final ClientThreads threads = new ClientThreads();
  private final Connector connector;
  private final TransferHost host = new TransferHost();

  // Guarded by this.
  private boolean closed;

  // Touched on the event loop alone.
  private final Set<ClientConnection> connections = new HashSet<>();
  private final Map<Server, ClientConnection> shared = new HashMap<>();
  private final Map<Transfer, Running> running = new LinkedHashMap<>();

  /** A transfer that has not ended, and its latest exchange. */
  private static final class Running {
    @Nullable ClientExchange exchange;
    @Nullable TransferException stopped;
    @Nullable Future<?> deadline;
  }

  private record Server(String host, int port) {}

  private FileClient(ClientConfig config) {
    this.config = config;
    this.connector = new Connector(bootstrap());
  }

  private Bootstrap bootstrap() {
    return new Bootstrap()
        .group(threads.group())
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
    Transfer transfer = new Transfer(request, destination(request), listener, download, host);
    execute(() -> begin(transfer));
    download.cancelWith(
        () -> stop(transfer, new TransferException(TransferError.CANCELLED, "cancelled")));
    return download;
  }

  /** What is handed to the loop before the client is closed is seen by {@link #close}. */
  private synchronized void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("the client is closed");
    }
    threads.onLoop(task);
  }

  /** Does nothing once the client is closed: then everything has been stopped. */
  private synchronized void executeIfOpen(Runnable task) {
    if (!closed) {
      threads.onLoop(task);
    }
  }

  private void begin(Transfer transfer) {
    Running state = new Running();
    running.put(transfer, state);
    DownloadRequest request = transfer.request();
    if (!canBeAskedFor(request)) {
      stopped(
          transfer,
          new TransferException(
              TransferError.NOT_FOUND,
              "no server has such a name: it is not UTF-8, longer than "
                  + Limits.MAX_PATH_BYTES
                  + " bytes, or begins like another dialect"));
      return;
    }
    long maxTimeMillis = request.options().maxTimeMillis();
    if (maxTimeMillis < Long.MAX_VALUE) {
      TransferException late =
          new TransferException(
              TransferError.TIMED_OUT, "it took longer than " + maxTimeMillis + " ms");
      state.deadline =
          threads
              .loop()
              .schedule(() -> stopped(transfer, late), maxTimeMillis, TimeUnit.MILLISECONDS);
    }
    threads.onWriter(transfer::attempt);
  }

  private void stop(Transfer transfer, TransferException cause) {
    executeIfOpen(() -> stopped(transfer, cause));
  }

  /** Ends {@code transfer}, wherever it is: in an exchange, before the next one, or before any. */
  private void stopped(Transfer transfer, TransferException cause) {
    Running state = running.get(transfer);
    if (state != null && state.stopped == null) {
      state.stopped = cause;
      threads.onWriter(() -> transfer.fail(cause));
      if (state.exchange != null) {
        state.exchange.giveUp(cause);
      }
    }
  }

  /** What transfers ask of this client, on the writer thread. */
  private final class TransferHost implements Transfer.Host {

    @Override
    public void ask(Transfer transfer, Tag tag, Receiver receiver) {
      ClientExchange exchange =
          new ClientExchange(
              transfer.request(), tag, receiver, threads::onWriter, config, transfer::attemptEnded);
      executeIfOpen(
          () -> {
            Running state = running.get(transfer);
            if (state != null && state.stopped == null) {
              state.exchange = exchange;
              connection(transfer.request()).submit(exchange);
            }
          });
    }

    @Override
    public void later(Runnable step, long pauseMillis) {
      executeIfOpen(
          () ->
              threads
                  .loop()
                  .schedule(() -> handToWriter(step), pauseMillis, TimeUnit.MILLISECONDS));
    }

    @Override
    public void ended(Transfer transfer) {
      executeIfOpen(
          () -> {
            Running state = running.remove(transfer);
            if (state != null && state.deadline != null) {
              state.deadline.cancel(false);
            }
          });
    }
  }

  /** A pause may end after the client was closed; its transfer has been stopped then. */
  private synchronized void handToWriter(Runnable step) {
    if (!closed) {
      threads.onWriter(step);
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

  private static Destination destination(DownloadRequest request) {
    if (request.target() instanceof Target.ToFile file) {
      DownloadOptions options = request.options();
      return new PartialFile(
          file.path(),
          request.source().identity(),
          new TargetPolicy(
              options.resume() && request.dialect() == Dialect.FRAMED,
              options.replace(),
              options.durability() != Durability.NONE,
              options.durability() == Durability.FULL));
    }
    return new VerifiedStream(((Target.ToStream) request.target()).channel());
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
   * Ends every download that is still running, and gives back all it holds. What was verified can
   * be gone on with by another client. Waits for all that, unless it is called by a listener or a
   * callback: then it happens when that returns. A second call does nothing.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    // Transfers fail on the writer, called by the loop; what they hold is given back there. So the
    // loop has its last word first, then the writer.
    threads.stopAfter(this::stopAll);
  }

  private void stopAll() {
    TransferException cause =
        new TransferException(TransferError.CANCELLED, "the client was closed");
    List.copyOf(running.keySet()).forEach(transfer -> stopped(transfer, cause));
    List.copyOf(connections).forEach(connection -> connection.fail(cause));
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
