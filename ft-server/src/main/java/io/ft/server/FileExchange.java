package io.ft.server;

import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Busy;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.ft.server.ExchangeReport.Outcome;
import io.ft.server.store.FileStore;
import io.ft.server.store.NotServedException;
import io.ft.server.store.OpenFile;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange as the server sees it, from the request to its end.
 *
 * <pre>
 *   OPENING --opened--> WAITING --ready--> SENDING --last block--> ENDED
 *      |                   |                  |
 *      \--not served-------+------------------+--failed, cancelled, connection lost--> ENDED
 * </pre>
 *
 * <p>In SENDING it waits for its turn, has a worker read and sum a block, and writes header, region
 * and checksum once that has succeeded: what a header promises can be kept. In ENDED the answer
 * that ends the exchange has been written, or the connection is gone; results that still come from
 * a worker are thrown away.
 *
 * <p>Used on the connection's event loop alone.
 */
final class FileExchange {

  private static final Logger LOG = LoggerFactory.getLogger(FileExchange.class);

  /** What a client is told to wait when the server is short of something. */
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private enum State {
    OPENING,
    WAITING,
    SENDING,
    ENDED
  }

  /** What an exchange needs of its connection. */
  interface Connection {
    /** Where messages are written. */
    ChannelHandlerContext context();

    FileStore store();

    Workers workers();

    BlockTurns turns();

    /** The size of a block that both sides accept, in bytes. */
    int blockSizeBytes();

    /** No message will be written for {@code exchange} any more. */
    void ended(FileExchange exchange);

    /** {@code exchange} is over in every way. */
    void report(FileExchange exchange, Outcome outcome, @Nullable ErrorCode code, String detail);
  }

  private final FileRequest request;
  private final Connection connection;
  private final long startedNanos = System.nanoTime();

  private State state = State.OPENING;
  private @Nullable OpenFile file;
  private int blockSizeBytes;
  private long offset;
  private long end;
  private long length;
  private long bytesSent;
  private boolean reading;
  private @Nullable Ready earlyReady;

  FileExchange(FileRequest request, Connection connection) {
    this.request = request;
    this.connection = connection;
  }

  int id() {
    return request.id();
  }

  String path() {
    return request.path();
  }

  long bytesSent() {
    return bytesSent;
  }

  long durationNanos() {
    return System.nanoTime() - startedNanos;
  }

  /** Whether the server's own disk is what holds it up, so that the client has to wait. */
  boolean waitsForWorker() {
    return state == State.OPENING || reading;
  }

  /** Enters OPENING. */
  void start() {
    runOnWorker(() -> connection.store().open(path()), this::opened, this::notOpened);
  }

  /** OPENING to WAITING, SENDING or ENDED. Takes over the reference to {@code opened}. */
  private void opened(OpenFile opened) {
    if (state == State.ENDED) {
      opened.release();
      return;
    }
    file = opened;
    if (!request.expectedTag().isNone() && !request.expectedTag().equals(opened.tag())) {
      fail(ErrorCode.CHANGED, "not the version that was asked for");
      return;
    }
    blockSizeBytes = connection.blockSizeBytes();
    connection
        .context()
        .writeAndFlush(
            new Exists(id(), opened.size(), opened.modified(), opened.tag(), blockSizeBytes, null));
    state(State.WAITING, "exists");
    FileRequest.Advance advance = request.advance();
    if (advance != null && opened.size() <= advance.maxSize()) {
      ready(new Ready(id(), advance.offset(), advance.length()));
    }
    if (earlyReady != null) {
      ready(earlyReady);
    }
  }

  /** OPENING to ENDED. */
  private void notOpened(Throwable cause) {
    if (state == State.ENDED) {
      return;
    }
    if (cause instanceof NotServedException) {
      end(new NotExists(id()), Outcome.NOT_FOUND, null, String.valueOf(cause.getMessage()));
    } else if (ServerFailures.isOutOfHandles(cause)) {
      refuseBusy("too many open files");
    } else {
      fail(cause);
    }
  }

  /** OPENING to ENDED, also of an exchange that was not started: the client is to come back. */
  void refuseBusy(String detail) {
    end(new Busy(id(), RETRY_AFTER_MILLIS, 0), Outcome.BUSY, null, detail);
  }

  /** WAITING to SENDING or ENDED. In OPENING it is kept for WAITING. */
  void ready(Ready ready) {
    if (state == State.OPENING && earlyReady == null) {
      earlyReady = ready;
    } else if (state == State.WAITING) {
      send(openFile().size(), ready.offset(), ready.length());
    } else {
      throw new ProtocolException(ErrorCode.MALFORMED, "READY out of order: " + ready);
    }
  }

  /** To SENDING; or to ENDED if nothing is to be sent. */
  private void send(long size, long from, long most) {
    if (from > size) {
      fail(ErrorCode.BAD_RANGE, "offset: " + from + " (expected: at most " + size + ")");
      return;
    }
    offset = from;
    length = Math.min(most, size - from);
    end = from + length;
    state(State.SENDING, "ready");
    next();
  }

  private void next() {
    if (offset == end) {
      end(new End(id(), length), Outcome.SENT, null, "");
    } else {
      connection.turns().enter(this);
    }
  }

  /**
   * Has the next block read and then written.
   *
   * @return the bytes of the block; {@link BlockTurns#ended} is told when they are done with
   */
  int takeTurn() {
    OpenFile source = openFile().retain();
    long blockOffset = offset;
    int blockBytes =
        (int) Math.min(end - blockOffset, blockSizeBytes - blockOffset % blockSizeBytes);
    reading = true;
    runOnWorker(
        () -> source.checksum(blockOffset, blockBytes, blockSizeBytes),
        checksum -> read(source, blockBytes, checksum),
        cause -> notRead(source, blockBytes, cause));
    return blockBytes;
  }

  private void read(OpenFile source, int blockBytes, long checksum) {
    reading = false;
    if (state == State.ENDED) {
      connection.turns().ended(blockBytes);
    } else {
      write(source, blockBytes, checksum);
    }
    source.release();
  }

  private void notRead(OpenFile source, int blockBytes, Throwable cause) {
    reading = false;
    source.release();
    connection.turns().ended(blockBytes);
    if (state != State.ENDED) {
      fail(cause);
    }
  }

  private void write(OpenFile source, int blockBytes, long checksum) {
    ChannelHandlerContext ctx = connection.context();
    ctx.write(new BlockHeader(id(), offset, blockBytes));
    ChannelFuture data = ctx.write(source.region(offset, blockBytes));
    ctx.write(new BlockEnd(id(), checksum));
    data.addListener(
        written -> {
          if (written.isSuccess()) {
            bytesSent += blockBytes;
          }
          connection.turns().ended(blockBytes);
        });
    offset += blockBytes;
    next();
    ctx.flush();
  }

  /** Any state to ENDED: the client wants no more. */
  void cancel() {
    fail(ErrorCode.CANCELLED, "cancelled by the client");
  }

  /** Any state to ENDED: the connection is gone. */
  void connectionLost(String reason) {
    if (state != State.ENDED) {
      release("connection lost");
      connection.report(this, Outcome.ABORTED, null, reason);
    }
  }

  private void fail(Throwable cause) {
    ServerFailures.Answer answer = ServerFailures.to(cause);
    fail(answer.code(), answer.text());
  }

  private void fail(ErrorCode code, String text) {
    end(new Failure(id(), code, text), Outcome.FAILED, code, text);
  }

  /** To ENDED: writes the message that ends the exchange and reports once it is written. */
  private void end(Message last, Outcome outcome, @Nullable ErrorCode code, String detail) {
    release(last.type().toString());
    connection.ended(this);
    connection
        .context()
        .writeAndFlush(last)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                connection.report(this, outcome, code, detail);
              } else {
                connection.report(this, Outcome.ABORTED, null, "the client left");
              }
            });
  }

  private void release(String reason) {
    state(State.ENDED, reason);
    connection.turns().leave(this);
    if (file != null) {
      file.release();
      file = null;
    }
  }

  private void state(State next, String reason) {
    LOG.debug("exchange {}: {} to {} ({})", id(), state, next, reason);
    state = next;
  }

  private OpenFile openFile() {
    if (file == null) {
      throw new IllegalStateException("no file in " + state);
    }
    return file;
  }

  /** What goes wrong when the result is used is the connection's failure, as in a handler. */
  private <T> void runOnWorker(
      Callable<T> task, Consumer<? super T> done, Consumer<Throwable> failed) {
    ChannelHandlerContext ctx = connection.context();
    Consumer<T> guarded =
        result -> {
          try {
            done.accept(result);
          } catch (RuntimeException e) {
            ctx.pipeline().fireExceptionCaught(e);
          }
        };
    connection.workers().run(ctx.executor(), task, guarded, failed);
  }
}
