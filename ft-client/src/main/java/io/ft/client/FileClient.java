package io.ft.client;

import io.ft.client.store.Destination;
import io.ft.client.store.PartialFile;
import io.ft.client.store.TargetPolicy;
import io.ft.client.store.VerifiedStream;
import io.ft.codec.Limits;
import io.ft.codec.Tag;
import io.ft.codec.WireText;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Downloads files, lists folders and asks about files. What is asked of one server in the framed
 * dialect shares a connection.
 *
 * <p>Thread-safe. It has a thread that receives and one or more that verify and write; what it
 * holds in memory is bounded by {@link ClientConfig#maxBufferedBytes()} a connection.
 */
public final class FileClient implements AutoCloseable {

  private static final int MIN_READ_BYTES = 2 * 1024;
  private static final int INITIAL_READ_BYTES = 64 * 1024;
  private static final int MAX_READ_BYTES = 512 * 1024;
  private static final int READS_A_SECOND = 10;

  private final ClientConfig config;
  private final ClientThreads threads;
  private final Map<Server, ServerHistory> histories = new ConcurrentHashMap<>();

  // Guarded by this.
  private boolean closed;

  // Touched on the event loop alone.
  private final ConnectionPool connections;
  private final Map<Operation, Running> running = new LinkedHashMap<>();

  /** What is known of an operation that has not ended. */
  private static final class Running {
    final WriterThread writer;

    /** The latest one. */
    @Nullable Exchange exchange;

    @Nullable TransferException stopped;
    @Nullable Future<?> deadline;

    Running(WriterThread writer) {
      this.writer = writer;
    }
  }

  private FileClient(ClientConfig config) {
    this.config = config;
    this.threads = new ClientThreads(config.writerThreads());
    this.connections =
        new ConnectionPool(config, new Connector(bootstrap(), config.addresses()), this::history);
  }

  private ServerHistory history(Server server) {
    return histories.computeIfAbsent(server, any -> new ServerHistory());
  }

  private Bootstrap bootstrap() {
    // What is limited to a little in a second should not come in one piece.
    int maxReadBytes =
        (int)
            Math.max(
                MIN_READ_BYTES,
                Math.min(MAX_READ_BYTES, config.maxBytesPerSecond() / READS_A_SECOND));
    return new Bootstrap()
        .group(threads.group())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, config.connectTimeoutMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(
                MIN_READ_BYTES, Math.min(INITIAL_READ_BYTES, maxReadBytes), maxReadBytes));
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
   * @throws IllegalArgumentException if there is a token for the server that must not go there in
   *     the clear
   */
  public Download start(DownloadRequest request, TransferListener listener) {
    Download download = new Download();
    Host host = new Host();
    return started(
        download, new Transfer(request, destination(request), listener, download, host), host);
  }

  /**
   * Starts a listing and returns at once.
   *
   * @param listener takes the entries
   * @throws RejectedExecutionException if the client is closed
   * @throws IllegalArgumentException as in {@link #start}
   */
  public Listing list(ListingRequest request, ListingListener listener) {
    Listing listing = new Listing();
    Host host = new Host();
    return started(listing, new ListQuery(request, listener, listing, host), host);
  }

  /**
   * Asks about a file, of which no byte is sent, and returns at once.
   *
   * @param sha256 whether to ask for the digest of the file as well. A server may have to read all
   *     of it for that, so then the request timeout does not hold as long as the server is alive
   * @param retry what to do when an attempt fails
   * @param maxTimeMillis how long it may take with all its attempts, in milliseconds; {@link
   *     Long#MAX_VALUE} for as long as it goes on
   * @throws RejectedExecutionException if the client is closed
   * @throws IllegalArgumentException as in {@link #start}
   */
  public Stat stat(RemoteFile file, boolean sha256, RetryPolicy retry, long maxTimeMillis) {
    Checks.inRange("maxTimeMillis", maxTimeMillis, 1, Long.MAX_VALUE);
    Stat stat = new Stat();
    Host host = new Host();
    return started(stat, new StatQuery(file, sha256, retry, maxTimeMillis, stat, host), host);
  }

  private <P extends Pending<?>> P started(P pending, Operation operation, Host host) {
    config.security().check(operation.server().secure());
    execute(() -> begin(operation, host.writer));
    pending.cancelWith(
        () -> stop(operation, new TransferException(TransferError.CANCELLED, "cancelled")));
    return pending;
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

  private void begin(Operation operation, WriterThread writer) {
    Running state = new Running(writer);
    running.put(operation, state);
    if (!canBeAskedFor(operation)) {
      stopped(
          operation,
          new TransferException(
              TransferError.NOT_FOUND,
              "no server has such a name: it is not UTF-8, longer than "
                  + Limits.MAX_PATH_BYTES
                  + " bytes, or begins like another dialect"));
      return;
    }
    long maxTimeMillis = operation.maxTimeMillis();
    if (maxTimeMillis < Long.MAX_VALUE) {
      TransferException late =
          new TransferException(
              TransferError.TIMED_OUT, "it took longer than " + maxTimeMillis + " ms");
      state.deadline =
          threads
              .loop()
              .schedule(() -> stopped(operation, late), maxTimeMillis, TimeUnit.MILLISECONDS);
    }
    writer.execute(operation::attempt);
  }

  private void stop(Operation operation, TransferException cause) {
    executeIfOpen(() -> stopped(operation, cause));
  }

  /** Ends {@code operation}, wherever it is: in an exchange, before the next one, or before any. */
  private void stopped(Operation operation, TransferException cause) {
    Running state = running.get(operation);
    if (state != null && state.stopped == null) {
      state.stopped = cause;
      state.writer.execute(() -> operation.fail(cause));
      if (state.exchange != null) {
        state.exchange.giveUp(cause);
      }
    }
  }

  /** What an operation asks of this client, on the operation's writer thread. */
  private final class Host implements Transfer.Host, Query.Host {

    private final WriterThread writer = threads.nextWriter();

    @Override
    public void ask(Transfer transfer, Tag tag, Receiver receiver) {
      submit(
          transfer,
          new ClientExchange(
              transfer.request(), tag, receiver, writer, config, transfer::attemptEnded));
    }

    @Override
    public void ask(Query<?> query) {
      submit(query, query.exchange(writer, config));
    }

    private void submit(Operation operation, Exchange exchange) {
      executeIfOpen(
          () -> {
            Running state = running.get(operation);
            if (state != null && state.stopped == null) {
              state.exchange = exchange;
              connections.connection(operation.server(), operation.dialect()).submit(exchange);
            }
          });
    }

    @Override
    public void later(Runnable step, long pauseMillis) {
      executeIfOpen(
          () ->
              threads
                  .loop()
                  .schedule(() -> handToWriter(writer, step), pauseMillis, TimeUnit.MILLISECONDS));
    }

    @Override
    public void ended(Transfer transfer) {
      remove(transfer);
    }

    @Override
    public void ended(Query<?> query) {
      remove(query);
    }

    @Override
    public ServerHistory history(Server server) {
      return FileClient.this.history(server);
    }

    private void remove(Operation operation) {
      executeIfOpen(
          () -> {
            Running state = running.remove(operation);
            if (state != null && state.deadline != null) {
              state.deadline.cancel(false);
            }
          });
    }
  }

  /** A pause may end after the client was closed; its operation has been stopped then. */
  private synchronized void handToWriter(WriterThread writer, Runnable step) {
    if (!closed) {
      writer.execute(step);
    }
  }

  /** In the classic dialect the first byte of a name must not look like another dialect. */
  private static boolean canBeAskedFor(Operation operation) {
    String path = operation.path();
    boolean looksFramedOrTls = path.startsWith("\0") || path.startsWith("\u0016");
    return WireText.isValid(path)
        && WireText.encode(path).length <= Limits.MAX_PATH_BYTES
        && !(operation.dialect() == Dialect.CLASSIC && looksFramedOrTls);
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
              options.durability() == Durability.FULL),
          file.isNew());
    }
    return new VerifiedStream(((Target.ToStream) request.target()).channel());
  }

  /**
   * Ends everything that is still running, and gives back all it holds. What was verified can be
   * gone on with by another client. Waits for all that, unless it is called by a listener or a
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
    List.copyOf(running.keySet()).forEach(operation -> stopped(operation, cause));
    connections.fail(cause);
  }
}
