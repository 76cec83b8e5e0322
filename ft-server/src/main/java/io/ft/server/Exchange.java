package io.ft.server;

import io.ft.codec.Busy;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Ready;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.store.NotServedException;
import io.ft.server.store.Permission;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange as the server sees it, from the request to its one end. What is sent in between is
 * the subclass's.
 *
 * <pre>
 *   (IN_LINE --a slot is free-->) OPENING --opened--> (WAITING --ready-->) SENDING --all is sent--> ENDED
 *      |                             |                   |                    |
 *      \--too long-------------------+--not served-------+--------------------+--failed, cancelled,
 *                                                      connection lost, the server stops--> ENDED
 * </pre>
 *
 * <p>In ENDED the answer that ends the exchange has been written, or the connection is gone;
 * results that still come from a worker are thrown away.
 *
 * <p>Used on the connection's event loop alone.
 */
abstract class Exchange implements Turns.Taker {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** What a client is told to wait at least when the server is short of something. */
  static final long MIN_RETRY_AFTER_MILLIS = 1_000;

  private static final long MAX_RETRY_AFTER_MILLIS = 60_000;

  /** Where it is. */
  enum State {
    IN_LINE,
    OPENING,
    WAITING,
    SENDING,
    ENDED
  }

  /** What an exchange needs of its connection. */
  interface Connection {
    /** Where messages are written. */
    ChannelHandlerContext context();

    Dialect dialect();

    /** What all connections share. */
    Service service();

    /** The address that stands for its client, see {@link AddressGroup}. */
    InetAddress client();

    /** Which shares its client may use. */
    Permission permission();

    /** Of blocks. */
    Turns turns();

    /** Of batches of entries. */
    Turns listingTurns();

    /** The client has taken so many bytes of data. */
    void took(long bytes);

    /** Whether the server is about to stop, so that nothing is begun any more. */
    boolean isDraining();

    /** The size of a block that both sides accept, in bytes. */
    int blockSizeBytes();

    /** Why what is written now does not arrive. */
    String lostReason();

    /** No message will be written for {@code exchange} any more. */
    void ended(Exchange exchange);

    /** {@code exchange} is over in every way. */
    void report(Exchange exchange, Outcome outcome, @Nullable ErrorCode code, String detail);
  }

  private final int id;
  private final String path;
  private final Connection connection;
  private final long startedNanos = System.nanoTime();
  private State state = State.IN_LINE;
  private long stateSinceNanos = startedNanos;
  private ExchangeSlots.@Nullable Ticket slot;
  private @Nullable Future<?> patience;

  Exchange(int id, String path, Connection connection) {
    this.id = id;
    this.path = path;
    this.connection = connection;
  }

  /** In OPENING: begins its work. */
  abstract void open();

  /** WAITING to SENDING or ENDED; before that it may be kept for WAITING. */
  abstract void ready(Ready ready);

  /** Whether the server's own disk, or its limits, hold it up, so that the client has to wait. */
  abstract boolean waitsForServer();

  /** What was asked for: a file or a listing. */
  abstract ExchangeReport.Kind kind();

  /**
   * Whether the server may end it now, because it is about to stop: what was sent so far is of use,
   * and no block is on its way to be sent.
   */
  abstract boolean canBeCutShort();

  /** Where it began, in bytes from the start of the file. */
  long offset() {
    return 0;
  }

  /** The bytes of file data that the connection has taken so far. */
  long bytesSent() {
    return 0;
  }

  /** The entries of a listing that the connection has taken so far. */
  long entriesSent() {
    return 0;
  }

  /** In ENDED: gives back what it holds, and asks for no more turns. */
  abstract void release();

  final int id() {
    return id;
  }

  /** The name as the client sent it. */
  final String path() {
    return path;
  }

  final Connection connection() {
    return connection;
  }

  final State state() {
    return state;
  }

  final boolean hasEnded() {
    return state == State.ENDED;
  }

  final long durationNanos() {
    return System.nanoTime() - startedNanos;
  }

  /** It has this place among all exchanges of the server. */
  final void slot(ExchangeSlots.Ticket slot) {
    this.slot = slot;
  }

  /** Its place among all exchanges of the server; null if it never had one. */
  final ExchangeSlots.@Nullable Ticket slot() {
    return slot;
  }

  /** In IN_LINE: {@code patience} ends the wait, and is of no use when that has ended. */
  final void waitsInLine(Future<?> patience) {
    this.patience = patience;
  }

  /** In WAITING: only now does the client know that it is waited for. */
  final void waitsFromNowOn() {
    stateSinceNanos = System.nanoTime();
  }

  final long nanosInState(long nowNanos) {
    return nowNanos - stateSinceNanos;
  }

  /** IN_LINE to OPENING. */
  final void start() {
    state(State.OPENING, "a slot is free");
    open();
  }

  /** IN_LINE or OPENING to ENDED: the client is to come back. */
  final void refuseBusy(String detail) {
    refuseBusy(MIN_RETRY_AFTER_MILLIS, 0, detail);
  }

  /**
   * The same for one that has a place in line, 1 for the first.
   *
   * @param waitMillis when there may be room for it
   */
  final void refuseBusy(long waitMillis, int place, String detail) {
    long retryAfterMillis =
        Math.max(MIN_RETRY_AFTER_MILLIS, Math.min(MAX_RETRY_AFTER_MILLIS, waitMillis));
    end(new Busy(id, retryAfterMillis, place), Outcome.BUSY, null, detail);
  }

  /** Any state to ENDED if nothing is lost by it: the server is about to stop. */
  final void drain() {
    if (canBeCutShort()) {
      fail(ErrorCode.GOING_AWAY, "the server is about to stop");
    }
  }

  /** Any state to ENDED: the client wants no more. */
  final void cancel() {
    fail(ErrorCode.CANCELLED, "cancelled by the client");
  }

  /** Any state to ENDED: the connection is gone. */
  final void connectionLost(String reason) {
    if (!hasEnded()) {
      state(State.ENDED, "connection lost");
      release();
      connection.report(this, Outcome.ABORTED, null, reason);
    }
  }

  /** Any state to ENDED, unless it has ended. */
  final void fail(Throwable cause) {
    if (hasEnded()) {
      return;
    }
    if (cause instanceof NotServedException) {
      end(new NotExists(id), Outcome.NOT_FOUND, null, String.valueOf(cause.getMessage()));
    } else if (ServerFailures.isOutOfHandles(cause)) {
      refuseBusy("too many open files");
    } else {
      ServerFailures.Answer answer = ServerFailures.to(cause);
      fail(answer.code(), answer.text());
    }
  }

  /** Any state to ENDED, also of an exchange that was not started. */
  final void fail(ErrorCode code, String text) {
    end(new Failure(id, code, text), Outcome.FAILED, code, text);
  }

  /** To ENDED: all that was asked for is sent with {@code last}. */
  final void succeed(Message last) {
    end(last, Outcome.SENT, null, "");
  }

  /** To ENDED: writes the message that ends the exchange and reports once it is written. */
  private void end(Message last, Outcome outcome, @Nullable ErrorCode code, String detail) {
    state(State.ENDED, last.type().toString());
    release();
    connection.ended(this);
    connection
        .context()
        .writeAndFlush(last)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                connection.report(this, outcome, code, detail);
              } else {
                connection.report(this, Outcome.ABORTED, null, connection.lostReason());
              }
            });
  }

  final void state(State next, String reason) {
    LOG.debug("exchange {}: {} to {} ({})", id, state, next, reason);
    state = next;
    stateSinceNanos = System.nanoTime();
    if (patience != null) {
      // It would keep the exchange in memory.
      patience.cancel(false);
      patience = null;
    }
  }

  /** What goes wrong when the result is used is the connection's failure, as in a handler. */
  final <T> void runOnWorker(
      Callable<T> task, Consumer<? super T> done, Consumer<Throwable> failed) {
    Work.Task<T> apart = visit -> task.call();
    connection
        .service()
        .workers()
        .run(connection.context().executor(), guarded(apart, done, failed));
  }

  /** The same for what is likely to take microseconds. */
  final <T> void runShortOnWorker(
      Work.Task<T> task, Consumer<? super T> done, Consumer<Throwable> failed) {
    connection
        .service()
        .workers()
        .runShort(connection.context().executor(), guarded(task, done, failed));
  }

  private <T> Work<T> guarded(
      Work.Task<T> task, Consumer<? super T> done, Consumer<Throwable> failed) {
    ChannelHandlerContext ctx = connection.context();
    Consumer<T> guarded =
        result -> {
          try {
            done.accept(result);
          } catch (RuntimeException e) {
            ctx.pipeline().fireExceptionCaught(e);
          }
        };
    return new Work<>(task, guarded, failed);
  }
}
