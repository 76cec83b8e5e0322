package io.ft.client;

import io.ft.client.store.Range;
import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.BlockSequence;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a file. A small file that is fetched whole is ready in advance: for it OPENING is
 * passed at once.
 *
 * <p>It checks that what the server sends fits together and hands it to the {@link Receiver}.
 */
final class ClientExchange extends Exchange {

  /** Files of up to this size come without a round trip between the answer and READY. */
  private static final long ADVANCE_BYTES = 1024 * 1024;

  /** Stands in until the server has answered, when no block is allowed. */
  private static final BlockSequence NOTHING = new BlockSequence(Limits.MAX_BLOCK_BYTES, 0, 0);

  private final RemoteFile source;
  private final Dialect dialect;
  private final Tag expectedTag;
  private final Receiver receiver;

  private int blockSizeBytes;
  private BlockSequence blocks = NOTHING;
  private final TransferClock clock;
  private final long madeNanos = System.nanoTime();

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
    super(writer, config, endListener);
    this.source = request.source();
    this.dialect = request.dialect();
    this.expectedTag = expectedTag;
    this.receiver = receiver;
    this.clock = receiver.clock();
  }

  @Override
  FileRequest request(int id) {
    clock.requested(madeNanos, System.nanoTime(), context().channel().remoteAddress());
    // What is here already decides which bytes to ask for, so then the answer is waited for.
    FileRequest.Advance advance =
        expectedTag.isNone() ? FileRequest.Advance.wholeFileUpTo(ADVANCE_BYTES) : null;
    return new FileRequest(id, source.path(), expectedTag, false, advance);
  }

  @Override
  String notFound() {
    return "no such file on the server";
  }

  @Override
  void answer(Message message) {
    switch (message.type()) {
      case EXISTS -> exists((Exists) message);
      case BLOCK_HEADER -> blockHeader((BlockHeader) message);
      case BLOCK_CONTENT -> blockContent((BlockContent) message);
      case BLOCK_END -> blockEnd((BlockEnd) message);
      case END -> end((End) message);
      default -> throw outOfOrder(message);
    }
  }

  @Override
  @Nullable TransferException late(StallWatch watch, long nowNanos, long unansweredNanos) {
    return state() == State.REQUESTED ? watch.noAnswer(nowNanos) : watch.stalled(nowNanos);
  }

  private void exists(Exists exists) {
    if (isDiscarding()) {
      return;
    }
    check(state() == State.REQUESTED, exists);
    state(State.OPENING, "exists");
    check(exists);
    clock.answered(System.nanoTime());
    blockSizeBytes = exists.blockSizeBytes();
    boolean readyInAdvance =
        dialect == Dialect.FRAMED && expectedTag.isNone() && exists.size() <= ADVANCE_BYTES;
    if (readyInAdvance) {
      range(new Range(0, exists.size()));
    }
    write(
        timed(
            () -> {
              Range missing = receiver.open(exists);
              if (!readyInAdvance) {
                context().executor().execute(() -> ready(missing));
              }
            }));
  }

  private void check(Exists exists) {
    if (exists.sha256() != null) {
      throw new ProtocolException(ErrorCode.MALFORMED, "a digest that nobody asked for");
    }
    if (!expectedTag.isNone() && !expectedTag.equals(exists.tag())) {
      throw new ProtocolException(
          ErrorCode.MALFORMED,
          "tag: %s (expected: %s)".formatted(exists.tag().hex(), expectedTag.hex()));
    }
  }

  private void ready(Range wanted) {
    if (state() == State.OPENING) {
      range(wanted);
      long nowNanos = System.nanoTime();
      stallWatch().restart(nowNanos);
      clock.ready(nowNanos);
      context().writeAndFlush(new Ready(id(), wanted.offset(), wanted.length()));
    }
  }

  private void range(Range range) {
    blocks = new BlockSequence(blockSizeBytes, range.offset(), range.offset() + range.length());
    state(State.RECEIVING, "ready");
  }

  private void blockHeader(BlockHeader block) {
    if (isDiscarding()) {
      return;
    }
    check(state() == State.RECEIVING, block);
    blocks.begin(block);
  }

  private void blockContent(BlockContent message) {
    ByteBuf content = message.content();
    if (isDiscarding()) {
      content.release();
      return;
    }
    int length = content.readableBytes();
    long offset = blocks.position();
    blocks.content(message);
    stallWatch().received(length);
    clock.received(System.nanoTime(), brake().heldNanos());
    write(length, length, timed(() -> receiver.content(offset, content)));
  }

  private void blockEnd(BlockEnd block) {
    if (isDiscarding()) {
      return;
    }
    check(state() == State.RECEIVING, block);
    blocks.end(block);
    write(timed(() -> receiver.blockEnds(block.checksum())));
  }

  private Step timed(Step step) {
    return () -> {
      long startNanos = System.nanoTime();
      try {
        step.run();
      } finally {
        clock.wrote(System.nanoTime() - startNanos);
      }
    };
  }

  private void end(End last) {
    if (isDiscarding()) {
      succeed();
      return;
    }
    check(state() == State.RECEIVING, last);
    blocks.end(last);
    succeed();
  }
}
