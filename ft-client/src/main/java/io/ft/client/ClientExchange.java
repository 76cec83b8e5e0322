package io.ft.client;

import io.ft.client.store.Range;
import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Busy;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange as the client sees it, from the request to its end.
 *
 * <pre>
 *   QUEUED --begin--> REQUESTED --exists--> OPENING --ready--> RECEIVING --end--> ENDED
 *      |                  |                    |                   |
 *      |                  \-not exists---------+-failure-----------+-connection lost--> ENDED
 *      |                  \-given up-----------+-------------------+--> DISCARDING --> ENDED
 *      \--given up, no connection--> ENDED
 * </pre>
 *
 * <p>A small file that is fetched whole is ready in advance: for it OPENING is passed at once.
 *
 * <p>It checks that what the server sends fits together and hands it to the {@link Receiver}. In
 * DISCARDING the exchange has failed here and the server has been told; what is still on the way is
 * thrown away until the server ends the exchange.
 *
 * <p>Used on the connection's event loop alone, except where it says otherwise.
 */
final class ClientExchange {

  private static final Logger LOG = LoggerFactory.getLogger(ClientExchange.class);

  /** Files of up to this size come without a round trip between the answer and READY. */
  private static final long ADVANCE_BYTES = 1024 * 1024;

  private enum State {
    QUEUED,
    REQUESTED,
    OPENING,
    RECEIVING,
    DISCARDING,
    ENDED
  }

  /** Hears of the end. */
  interface EndListener {
    /**
     * Called once, on the writer thread, behind all that was received.
     *
     * @param cause why it did not succeed; null if it did
     * @param lost whether the request may never have been read: it went out on a connection that
     *     had stood for a while, and that was closed without a word
     */
    void ended(@Nullable TransferException cause, boolean lost);
  }

  private final RemoteFile source;
  private final Dialect dialect;
  private final Tag expectedTag;
  private final Receiver receiver;
  private final Executor writer;
  private final ClientConfig config;
  private final EndListener endListener;
  private final StallWatch stallWatch;

  /** Counted up on the event loop and down on the writer thread. */
  private final AtomicInteger pendingSteps = new AtomicInteger();

  /** Touched on the writer thread alone. */
  private boolean endTold;

  private State state = State.QUEUED;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ReadBrake brake;
  private int id;
  private boolean onStandingConnection;
  private boolean answered;
  private int blockSizeBytes;
  private long start;
  private long end;
  private long nextOffset;
  private int blockRemaining;

  /**
   * An exchange that has not begun.
   *
   * @param expectedTag the version to ask for, {@link Tag#NONE} for any
   * @param writer where {@code receiver} and {@code endListener} are called
   */
  ClientExchange(
      DownloadRequest request,
      Tag expectedTag,
      Receiver receiver,
      Executor writer,
      ClientConfig config,
      EndListener endListener) {
    this.source = request.source();
    this.dialect = request.dialect();
    this.expectedTag = expectedTag;
    this.receiver = receiver;
    this.writer = writer;
    this.config = config;
    this.endListener = endListener;
    this.stallWatch = new StallWatch(config);
  }

  int id() {
    return id;
  }

  boolean hasEnded() {
    return state == State.ENDED;
  }

  /** Whether it has failed here, and only waits for the server to take notice. */
  boolean isDiscarding() {
    return state == State.DISCARDING;
  }

  /** QUEUED to REQUESTED: sends the request. */
  void begin(int id, ChannelHandlerContext ctx, ReadBrake brake, boolean onStandingConnection) {
    this.id = id;
    this.onStandingConnection = onStandingConnection;
    this.context = ctx;
    this.brake = brake;
    stallWatch.restart(System.nanoTime());
    state(State.REQUESTED, "begin");
    ctx.write(request(id)).addListener(this::written);
  }

  private FileRequest request(int id) {
    // What is here already decides which bytes to ask for, so then the answer is waited for.
    FileRequest.Advance advance =
        expectedTag.isNone() ? FileRequest.Advance.wholeFileUpTo(ADVANCE_BYTES) : null;
    return new FileRequest(id, source.path(), expectedTag, false, advance);
  }

  private void written(Future<?> written) {
    if (!written.isSuccess()) {
      finish(TransferFailures.ofConnection(written.cause()));
    }
  }

  /**
   * Takes a message of this exchange, and releases it.
   *
   * @throws ProtocolException if the message is out of order or does not fit what came before
   */
  void accept(Message message) {
    answered = true;
    stallWatch.heard(System.nanoTime());
    switch (message.type()) {
      case EXISTS -> exists((Exists) message);
      case NOT_EXISTS -> {
        check(state == State.REQUESTED || state == State.DISCARDING, message);
        finish(new TransferException(TransferError.NOT_FOUND, "no such file on the server"));
      }
      case BLOCK_HEADER -> blockHeader((BlockHeader) message);
      case BLOCK_CONTENT -> blockContent((BlockContent) message);
      case BLOCK_END -> blockEnd((BlockEnd) message);
      case END -> end((End) message);
      case BUSY -> finish(TransferFailures.ofBusy((Busy) message));
      case FAILURE -> finish(TransferFailures.ofServer((Failure) message));
      default -> throw outOfOrder(message);
    }
  }

  private void exists(Exists exists) {
    if (state == State.DISCARDING) {
      return;
    }
    check(state == State.REQUESTED, exists);
    state(State.OPENING, "exists");
    check(exists);
    blockSizeBytes = exists.blockSizeBytes();
    boolean readyInAdvance =
        dialect == Dialect.FRAMED && expectedTag.isNone() && exists.size() <= ADVANCE_BYTES;
    if (readyInAdvance) {
      range(new Range(0, exists.size()));
    }
    write(
        () -> {
          Range missing = receiver.open(exists);
          if (!readyInAdvance) {
            context().executor().execute(() -> ready(missing));
          }
        });
  }

  private void check(Exists exists) {
    if (exists.blockSizeBytes() > config.maxBlockBytes()) {
      throw new ProtocolException(
          ErrorCode.MALFORMED,
          "block size: %d bytes (expected: at most %d)"
              .formatted(exists.blockSizeBytes(), config.maxBlockBytes()));
    }
    if (!expectedTag.isNone() && !expectedTag.equals(exists.tag())) {
      throw new ProtocolException(
          ErrorCode.MALFORMED,
          "tag: %s (expected: %s)".formatted(exists.tag().hex(), expectedTag.hex()));
    }
  }

  private void ready(Range wanted) {
    if (state == State.OPENING) {
      range(wanted);
      stallWatch.restart(System.nanoTime());
      context().writeAndFlush(new Ready(id, start, end - start));
    }
  }

  private void range(Range range) {
    start = range.offset();
    end = start + range.length();
    nextOffset = start;
    state(State.RECEIVING, "ready");
  }

  private void blockHeader(BlockHeader block) {
    if (state == State.DISCARDING) {
      return;
    }
    check(state == State.RECEIVING, block);
    long expectedLength = Math.min(blockSizeBytes - nextOffset % blockSizeBytes, end - nextOffset);
    if (block.offset() != nextOffset || block.length() != expectedLength) {
      throw new ProtocolException(
          ErrorCode.MALFORMED,
          "%s (expected: offset %d, %d bytes)".formatted(block, nextOffset, expectedLength));
    }
    blockRemaining = block.length();
  }

  private void blockContent(BlockContent message) {
    ByteBuf content = message.content();
    if (state == State.DISCARDING) {
      content.release();
      return;
    }
    int length = content.readableBytes();
    long offset = nextOffset;
    nextOffset += length;
    blockRemaining -= length;
    stallWatch.received(length);
    ReadBrake brake = brake();
    brake.arrived(length);
    write(
        () -> {
          try {
            receiver.content(offset, content);
          } finally {
            brake.written(length);
          }
        });
  }

  private void blockEnd(BlockEnd block) {
    if (state == State.DISCARDING) {
      return;
    }
    check(state == State.RECEIVING && blockRemaining == 0, block);
    write(() -> receiver.blockEnds(block.checksum()));
  }

  private void end(End last) {
    if (state == State.DISCARDING) {
      state(State.ENDED, "end");
      return;
    }
    check(state == State.RECEIVING, last);
    if (nextOffset != end || last.length() != end - start) {
      throw new ProtocolException(
          ErrorCode.MALFORMED, "%s at byte %d of %d to %d".formatted(last, nextOffset, start, end));
    }
    state(State.ENDED, "end");
    tell(null);
  }

  /** Any state to DISCARDING or ENDED: it has failed on this side, while the connection is well. */
  void giveUp(TransferException cause) {
    switch (state) {
      case QUEUED -> finish(cause);
      case REQUESTED, OPENING, RECEIVING -> {
        state(State.DISCARDING, "given up");
        context().writeAndFlush(new Cancel(id));
        tell(cause);
      }
      case DISCARDING, ENDED -> LOG.debug("exchange {}: given up in {}", id, state);
    }
  }

  /** Any state to ENDED: nothing more can come. */
  void finish(TransferException cause) {
    if (state == State.ENDED) {
      return;
    }
    boolean told = state == State.DISCARDING;
    boolean lost =
        state == State.REQUESTED
            && onStandingConnection
            && !answered
            && cause.error() == TransferError.ENDED_EARLY
            && cause.retryAfterMillis() == 0;
    state(State.ENDED, String.valueOf(cause.getMessage()));
    if (!told) {
      writer.execute(() -> tellOnce(cause, lost));
    }
  }

  private void tell(@Nullable TransferException cause) {
    writer.execute(() -> tellOnce(cause, false));
  }

  /** On the writer thread: a failure there may have been told before the loop hears of it. */
  private void tellOnce(@Nullable TransferException cause, boolean lost) {
    if (!endTold) {
      endTold = true;
      endListener.ended(cause, lost);
    }
  }

  /** Has the writer take a step; a failure there ends the exchange here. */
  private void write(Step step) {
    pendingSteps.incrementAndGet();
    writer.execute(
        () -> {
          try {
            step.run();
          } catch (TransferException e) {
            failedOnWriter(e);
          } catch (RuntimeException | Error e) {
            failedOnWriter(TransferFailures.ofDefect(e));
          } finally {
            pendingSteps.decrementAndGet();
          }
        });
  }

  /** At once, since the end of the exchange may already be on its way behind the failed step. */
  private void failedOnWriter(TransferException cause) {
    context().executor().execute(() -> giveUp(cause));
    tellOnce(cause, false);
  }

  private interface Step {
    void run() throws TransferException;
  }

  /** Whether the own disk, or its reader, is what holds it up. */
  boolean waitsForWriter() {
    return pendingSteps.get() > 0;
  }

  /**
   * Gives up if the server has been silent or slow for too long, and that is not our own doing.
   *
   * @return whether it had to
   */
  boolean watch(long nowNanos) {
    if (waitsForWriter() || brake().isOn()) {
      stallWatch.restart(nowNanos);
      return false;
    }
    TransferException late =
        switch (state) {
          case REQUESTED -> stallWatch.noAnswer(nowNanos);
          case RECEIVING -> stallWatch.stalled(nowNanos);
          case QUEUED, OPENING, DISCARDING, ENDED -> null;
        };
    if (late == null) {
      return false;
    }
    giveUp(late);
    return true;
  }

  private void check(boolean inOrder, Message message) {
    if (!inOrder) {
      throw outOfOrder(message);
    }
  }

  private ProtocolException outOfOrder(Message message) {
    return new ProtocolException(ErrorCode.MALFORMED, message + " in " + state);
  }

  private void state(State next, String reason) {
    LOG.debug("exchange {}: {} to {} ({})", id, state, next, reason);
    state = next;
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("not begun");
    }
    return context;
  }

  private ReadBrake brake() {
    if (brake == null) {
      throw new IllegalStateException("not begun");
    }
    return brake;
  }
}
