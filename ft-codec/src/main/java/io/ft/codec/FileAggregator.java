package io.ft.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Makes one {@link AggregatedFile} of all messages of the exchange of a small file; for a client,
 * behind the codec of either dialect.
 *
 * <p>The application writes {@link FileRequest}s and nothing else about these exchanges: this
 * handler says {@link Ready} for it. Each request is followed by exactly one of {@link
 * AggregatedFile}, {@link NotExists}, {@link Busy} and {@link Failure} with its id, or by the end
 * of the connection. Two failures are made here: {@link ErrorCode#LIMIT_EXCEEDED} if the file is
 * larger than the limit, and {@link ErrorCode#CHECKSUM} if a block is not what the server sent. In
 * both cases the exchange is cancelled, and the connection goes on (in the classic dialect,
 * cancelling closes it).
 *
 * <p>What the server sends out of order comes up as a {@link ProtocolException}; the application
 * closes then. A file takes memory as it comes, at most the limit for each exchange that runs.
 */
public final class FileAggregator extends ChannelDuplexHandler {

  /** How much is set aside for a file that has only been announced. */
  private static final int INITIAL_BYTES = 4 * 1024;

  private final int maxContentBytes;
  private final Map<Integer, Aggregation> running = new HashMap<>();

  /**
   * A handler for one connection.
   *
   * @param maxContentBytes the largest file to take, in bytes
   * @throws IllegalArgumentException if it is negative, or within 4 KiB of 2^31
   */
  public FileAggregator(int maxContentBytes) {
    this.maxContentBytes =
        Checks.inRange("maxContentBytes", maxContentBytes, 0, Integer.MAX_VALUE - INITIAL_BYTES);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (msg instanceof FileRequest request) {
      running.put(request.id(), new Aggregation());
      ctx.write(inAdvance(request), promise);
    } else {
      ctx.write(msg, promise);
    }
  }

  /** The answer to a file that fits needs no READY, which saves a round trip. */
  private FileRequest inAdvance(FileRequest request) {
    return new FileRequest(
        request.id(),
        request.path(),
        request.expectedTag(),
        request.wantsSha256(),
        FileRequest.Advance.wholeFileUpTo(maxContentBytes));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    Aggregation aggregation = msg instanceof Message message ? running.get(message.id()) : null;
    if (aggregation == null) {
      ctx.fireChannelRead(msg);
      return;
    }
    Message message = (Message) msg;
    switch (message.type()) {
      case EXISTS -> exists(ctx, aggregation, (Exists) message);
      case BLOCK_HEADER -> aggregation.begin((BlockHeader) message);
      case BLOCK_CONTENT -> aggregation.content((BlockContent) message);
      case BLOCK_END -> blockEnd(ctx, aggregation, (BlockEnd) message);
      case END -> end(ctx, aggregation, (End) message);
      default -> ended(ctx, aggregation, message);
    }
  }

  private void exists(ChannelHandlerContext ctx, Aggregation aggregation, Exists exists) {
    aggregation.checkUnanswered(exists);
    if (exists.size() > maxContentBytes) {
      String text =
          "the file has " + exists.size() + " bytes (expected: at most " + maxContentBytes;
      giveUp(ctx, aggregation, new Failure(exists.id(), ErrorCode.LIMIT_EXCEEDED, text + ")"));
      return;
    }
    int initialBytes = (int) Math.min(INITIAL_BYTES, exists.size());
    aggregation.open(exists, ctx.alloc().buffer(initialBytes, (int) exists.size()));
    if (exists.modified() == null) {
      // The classic dialect, in which nothing can be said in advance.
      ctx.writeAndFlush(new Ready(exists.id(), 0, Long.MAX_VALUE));
    }
  }

  private void blockEnd(ChannelHandlerContext ctx, Aggregation aggregation, BlockEnd block) {
    if (!aggregation.end(block)) {
      String text = "a block is not what the server sent";
      giveUp(ctx, aggregation, new Failure(block.id(), ErrorCode.CHECKSUM, text));
    }
  }

  private void giveUp(ChannelHandlerContext ctx, Aggregation aggregation, Failure failure) {
    aggregation.discard();
    ctx.writeAndFlush(new Cancel(failure.id()));
    ctx.fireChannelRead(failure);
  }

  private void end(ChannelHandlerContext ctx, Aggregation aggregation, End last) {
    AggregatedFile file = aggregation.end(last);
    running.remove(last.id());
    if (file != null) {
      ctx.fireChannelRead(file);
    }
  }

  /** By something else than END. If it was given up here, that has been told. */
  private void ended(ChannelHandlerContext ctx, Aggregation aggregation, Message end) {
    running.remove(end.id());
    boolean told = aggregation.isDiscarded();
    aggregation.discard();
    if (!told) {
      ctx.fireChannelRead(end);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    discardAll();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    discardAll();
  }

  private void discardAll() {
    running.values().forEach(Aggregation::discard);
    running.clear();
  }

  /** What has come of one file. */
  private static final class Aggregation {

    private final CRC32C blockSum = new CRC32C();
    private @Nullable Exists exists;
    private @Nullable ByteBuf content;
    private @Nullable BlockSequence blocks;
    private boolean discarded;

    void checkUnanswered(Exists exists) {
      if (this.exists != null || discarded) {
        throw outOfOrder(exists);
      }
    }

    void open(Exists exists, ByteBuf content) {
      this.exists = exists;
      this.content = content;
      this.blocks = new BlockSequence(exists.blockSizeBytes(), 0, exists.size());
    }

    void begin(BlockHeader block) {
      if (!discarded) {
        blocks(block).begin(block);
      }
    }

    void content(BlockContent piece) {
      try {
        if (discarded || content == null) {
          return;
        }
        blocks(piece).content(piece);
        int start = content.writerIndex();
        content.writeBytes(piece.content());
        blockSum.update(content.nioBuffer(start, content.writerIndex() - start));
      } finally {
        piece.release();
      }
    }

    /** Whether the block is what the server sent. */
    boolean end(BlockEnd block) {
      if (discarded) {
        return true;
      }
      blocks(block).end(block);
      long sum = blockSum.getValue();
      blockSum.reset();
      return block.checksum() == BlockEnd.UNCHECKED || block.checksum() == sum;
    }

    /** The whole file; null if it was given up. */
    @Nullable AggregatedFile end(End last) {
      if (discarded) {
        return null;
      }
      blocks(last).end(last);
      if (exists == null || content == null) {
        throw outOfOrder(last);
      }
      AggregatedFile file = new AggregatedFile(exists, content);
      content = null;
      return file;
    }

    boolean isDiscarded() {
      return discarded;
    }

    void discard() {
      discarded = true;
      ReferenceCountUtil.release(content);
      content = null;
    }

    private BlockSequence blocks(Message message) {
      if (blocks == null) {
        throw outOfOrder(message);
      }
      return blocks;
    }

    private static ProtocolException outOfOrder(Message message) {
      return new ProtocolException(ErrorCode.MALFORMED, message + " out of order");
    }
  }
}
