package io.ft.client;

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
 *   QUEUED --begin--> REQUESTED --exists--> RECEIVING --end--> ENDED
 *      |                  |                     |
 *      |                  \-not exists, failure-+-failure, connection lost--> ENDED
 *      |                  \-cancelled-----------+-cancelled, target failed--> DISCARDING --> ENDED
 *      \--cancelled, no connection--> ENDED
 * </pre>
 *
 * <p>It checks that what the server sends fits together and hands it to the {@link Receiver}. In
 * DISCARDING the download has failed here and the server has been told; what is still on the way is
 * thrown away until the server ends the exchange.
 *
 * <p>Used on the connection's event loop alone.
 */
final class ClientExchange {

  private static final Logger LOG = LoggerFactory.getLogger(ClientExchange.class);

  /** Files of up to this size come without a round trip between the answer and READY. */
  private static final long ADVANCE_BYTES = 1024 * 1024;

  private enum State {
    QUEUED,
    REQUESTED,
    RECEIVING,
    DISCARDING,
    ENDED
  }

  private final DownloadRequest request;
  private final Receiver receiver;
  private final Executor writer;
  private final int maxBlockBytes;

  /** Counted up on the event loop and down on the writer thread. */
  private final AtomicInteger pendingSteps = new AtomicInteger();

  private State state = State.QUEUED;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ReadBrake brake;
  private int id;
  private long size;
  private int blockSizeBytes;
  private long nextOffset;
  private int blockRemaining;

  /**
   * An exchange that has not begun.
   *
   * @param maxBlockBytes the largest block to accept, in bytes
   */
  ClientExchange(DownloadRequest request, Receiver receiver, Executor writer, int maxBlockBytes) {
    this.maxBlockBytes = maxBlockBytes;
    this.request = request;
    this.receiver = receiver;
    this.writer = writer;
  }

  int id() {
    return id;
  }

  DownloadRequest request() {
    return request;
  }

  boolean hasEnded() {
    return state == State.ENDED;
  }

  /** QUEUED to REQUESTED: sends the request. */
  void begin(int id, ChannelHandlerContext ctx, ReadBrake brake) {
    this.id = id;
    this.context = ctx;
    this.brake = brake;
    state(State.REQUESTED, "begin");
    ctx.write(request(id)).addListener(this::written);
  }

  private FileRequest request(int id) {
    return new FileRequest(
        id,
        request.source().path(),
        Tag.NONE,
        false,
        FileRequest.Advance.wholeFileUpTo(ADVANCE_BYTES));
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
      case BUSY -> finish(busy((Busy) message));
      case FAILURE -> finish(TransferFailures.ofServer((Failure) message));
      default -> throw outOfOrder(message);
    }
  }

  private void exists(Exists exists) {
    if (state == State.DISCARDING) {
      return;
    }
    check(state == State.REQUESTED, exists);
    state(State.RECEIVING, "exists");
    size = exists.size();
    blockSizeBytes = exists.blockSizeBytes();
    if (blockSizeBytes > maxBlockBytes) {
      throw new ProtocolException(
          ErrorCode.MALFORMED,
          "block size: %d bytes (expected: at most %d)".formatted(blockSizeBytes, maxBlockBytes));
    }
    boolean readyInAdvance = request.dialect() == Dialect.FRAMED && size <= ADVANCE_BYTES;
    write(
        () -> {
          receiver.open(exists);
          if (!readyInAdvance) {
            context().executor().execute(this::sendReady);
          }
        });
  }

  private void sendReady() {
    if (state == State.RECEIVING) {
      context().writeAndFlush(new Ready(id, 0, size));
    }
  }

  private void blockHeader(BlockHeader block) {
    if (state == State.DISCARDING) {
      return;
    }
    check(state == State.RECEIVING, block);
    long expectedLength = Math.min(blockSizeBytes - nextOffset % blockSizeBytes, size - nextOffset);
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
    nextOffset += length;
    blockRemaining -= length;
    ReadBrake brake = brake();
    brake.arrived(length);
    write(
        () -> {
          try {
            receiver.content(content);
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
    write(() -> receiver.blockEnd(block.checksum()));
  }

  private void end(End end) {
    if (state != State.DISCARDING) {
      check(state == State.RECEIVING, end);
      if (nextOffset != size || end.length() != size) {
        throw new ProtocolException(
            ErrorCode.MALFORMED,
            "%s after %d bytes (expected: %d)".formatted(end, nextOffset, size));
      }
      writer.execute(receiver::end);
    }
    state(State.ENDED, "end");
  }

  private static TransferException busy(Busy busy) {
    return new TransferException(
        TransferError.SERVER_BUSY,
        "the server is busy; try again in " + busy.retryAfterMillis() + " ms");
  }

  /** Any state to DISCARDING or ENDED: the caller wants no more. */
  void cancel() {
    giveUp(new TransferException(TransferError.CANCELLED, "cancelled"));
  }

  /** The download has failed on this side, while the connection is well. */
  private void giveUp(TransferException cause) {
    switch (state) {
      case QUEUED -> finish(cause);
      case REQUESTED, RECEIVING -> {
        state(State.DISCARDING, "given up");
        context().writeAndFlush(new Cancel(id));
        writer.execute(() -> receiver.fail(cause));
      }
      case DISCARDING, ENDED -> LOG.debug("exchange {}: given up in {}", id, state);
    }
  }

  /** Any state to ENDED: nothing more can come. */
  void finish(TransferException cause) {
    if (state != State.ENDED) {
      state(State.ENDED, String.valueOf(cause.getMessage()));
      writer.execute(() -> receiver.fail(cause));
    }
  }

  /** Has the writer take a step; a failure there ends the exchange here. */
  private void write(Receiver.Step step) {
    pendingSteps.incrementAndGet();
    writer.execute(
        () -> {
          try {
            step.run();
          } catch (TransferException e) {
            context().executor().execute(() -> giveUp(e));
          } finally {
            pendingSteps.decrementAndGet();
          }
        });
  }

  /** Whether the own disk is what holds it up. */
  boolean waitsForWriter() {
    return pendingSteps.get() > 0;
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
