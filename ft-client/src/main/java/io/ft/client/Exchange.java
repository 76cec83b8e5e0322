package io.ft.client;

import io.ft.codec.Busy;
import io.ft.codec.Cancel;
import io.ft.codec.ErrorCode;
import io.ft.codec.Failure;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange as the client sees it, from the request to its end. What is asked and how the answer
 * goes is the subclass's.
 *
 * <pre>
 *   QUEUED --begin--> REQUESTED --answer--> (OPENING -->) RECEIVING --end--> ENDED
 *      |                  |                    |              |
 *      |                  \-not exists---------+-failure------+-connection lost--> ENDED
 *      |                  \-given up-----------+--------------+--> DISCARDING --> ENDED
 *      \--given up, no connection--> ENDED
 * </pre>
 *
 * <p>In DISCARDING the exchange has failed here and the server has been told; what is still on the
 * way is thrown away until the server ends the exchange.
 *
 * <p>Used on the connection's event loop alone, except where it says otherwise.
 */
abstract class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Where it is. */
  enum State {
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

  /** Something to do on the writer thread. */
  interface Step {
    void run() throws TransferException;
  }

  private final Executor writer;
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

  /**
   * An exchange that has not begun.
   *
   * @param writer where {@link Step}s and {@code endListener} are called
   */
  Exchange(Executor writer, ClientConfig config, EndListener endListener) {
    this.writer = writer;
    this.endListener = endListener;
    this.stallWatch = new StallWatch(config);
  }

  /** What to ask. */
  abstract Message request(int id);

  /**
   * Takes a part of the answer, and releases it. BUSY, FAILURE and NOT_EXISTS do not come here.
   *
   * @throws ProtocolException if the message is out of order or does not fit what came before
   */
  abstract void answer(Message message);

  /** What to say when the server has no such thing. */
  abstract String notFound();

  /**
   * What to fail with if the server is silent or slow; null if it is not.
   *
   * @param unansweredNanos how long the whole connection has owed a sign of life; 0 if it has not
   */
  abstract @Nullable TransferException late(StallWatch watch, long nowNanos, long unansweredNanos);

  final int id() {
    return id;
  }

  final State state() {
    return state;
  }

  final StallWatch stallWatch() {
    return stallWatch;
  }

  final boolean hasEnded() {
    return state == State.ENDED;
  }

  /** Whether it has failed here, and only waits for the server to take notice. */
  final boolean isDiscarding() {
    return state == State.DISCARDING;
  }

  /** QUEUED to REQUESTED: sends the request. */
  final void begin(
      int id, ChannelHandlerContext ctx, ReadBrake brake, boolean onStandingConnection) {
    this.id = id;
    this.onStandingConnection = onStandingConnection;
    this.context = ctx;
    this.brake = brake;
    stallWatch.restart(System.nanoTime());
    state(State.REQUESTED, "begin");
    ctx.write(request(id)).addListener(this::written);
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
  final void accept(Message message) {
    answered = true;
    stallWatch.heard(System.nanoTime());
    switch (message.type()) {
      case NOT_EXISTS -> {
        check(state == State.REQUESTED || state == State.DISCARDING, message);
        finish(new TransferException(TransferError.NOT_FOUND, notFound()));
      }
      case BUSY -> finish(TransferFailures.ofBusy((Busy) message));
      case FAILURE -> finish(TransferFailures.ofServer((Failure) message));
      default -> answer(message);
    }
  }

  /** Any state to ENDED: the server has ended it as it should. */
  final void succeed() {
    boolean told = state == State.DISCARDING;
    state(State.ENDED, "end");
    if (!told) {
      tell(null);
    }
  }

  /** Any state to DISCARDING or ENDED: it has failed on this side, while the connection is well. */
  final void giveUp(TransferException cause) {
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
  final void finish(TransferException cause) {
    if (state == State.ENDED) {
      return;
    }
    boolean told = state == State.DISCARDING;
    boolean lost =
        state == State.REQUESTED
            && onStandingConnection
            && !answered
            && cause.error() == TransferError.ENDED_EARLY
            && !cause.isGoingAway();
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

  /** On the writer thread: whether what still comes is of no use. */
  final boolean hasToldEnd() {
    return endTold;
  }

  /** Has the writer take a step; a failure there ends the exchange here. */
  final void write(Step step) {
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

  /**
   * Has the writer take a step with something that came.
   *
   * @param receivedBytes how much came from the network
   * @param heldBytes how much memory that takes until the step is done
   */
  final void write(int receivedBytes, int heldBytes, Step step) {
    ReadBrake brake = brake();
    brake.arrived(receivedBytes, heldBytes);
    write(
        () -> {
          try {
            step.run();
          } finally {
            brake.written(heldBytes);
          }
        });
  }

  /** At once, since the end of the exchange may already be on its way behind the failed step. */
  private void failedOnWriter(TransferException cause) {
    context().executor().execute(() -> giveUp(cause));
    tellOnce(cause, false);
  }

  /**
   * Gives up if the server has been silent or slow for too long, and that is not our own doing.
   *
   * @param unansweredNanos how long the whole connection has owed a sign of life; 0 if it has not
   * @return whether it had to
   */
  final boolean watch(long nowNanos, long unansweredNanos) {
    // The own disk, or its reader, may be what holds it up.
    if (pendingSteps.get() > 0 || brake().isOn()) {
      stallWatch.restart(nowNanos);
      return false;
    }
    TransferException late =
        switch (state) {
          case REQUESTED, RECEIVING -> late(stallWatch, nowNanos, unansweredNanos);
          case QUEUED, OPENING, DISCARDING, ENDED -> null;
        };
    if (late == null) {
      return false;
    }
    giveUp(late);
    return true;
  }

  final void check(boolean inOrder, Message message) {
    if (!inOrder) {
      throw outOfOrder(message);
    }
  }

  final ProtocolException outOfOrder(Message message) {
    ReferenceCountUtil.release(message);
    return new ProtocolException(ErrorCode.MALFORMED, message + " in " + state);
  }

  final void state(State next, String reason) {
    LOG.debug("exchange {}: {} to {} ({})", id, state, next, reason);
    state = next;
  }

  final ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("not begun");
    }
    return context;
  }

  final ReadBrake brake() {
    if (brake == null) {
      throw new IllegalStateException("not begun");
    }
    return brake;
  }
}
