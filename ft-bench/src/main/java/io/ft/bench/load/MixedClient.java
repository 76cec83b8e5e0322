package io.ft.bench.load;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.FileRequest.Advance;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does one {@link MixedAction} after the other. It is done when it has broken its connection, and
 * fails at the first answer that is not what it should be, and at one that does not come.
 */
final class MixedClient extends FtClient {

  private static final long LIMIT_SECONDS = 120;
  private static final long SLOW_MILLIS = 100;

  private final MixedPaths paths;
  private final Random random;
  private final MixedCounts counts;
  private MixedAction action = MixedAction.SMALL;
  private FtDownload download = new FtDownload();
  private long entries;
  private int id;
  private @Nullable ScheduledFuture<?> limit;

  MixedClient(MixedPaths paths, Random random, MixedCounts counts) {
    super(1, Set.of(Feature.LIST));
    this.paths = paths;
    this.random = random;
    this.counts = counts;
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    if (!ctx.channel().isActive()) {
      return;
    }
    id++;
    action = MixedAction.next(random);
    download = new FtDownload();
    entries = 0;
    limit =
        ctx.executor()
            .schedule(
                () -> exceptionCaught(ctx, new IOException("no end of " + action.word())),
                LIMIT_SECONDS,
                TimeUnit.SECONDS);
    ctx.writeAndFlush(request());
  }

  private Message request() {
    return switch (action) {
      case LIST -> new ListRequest(id, paths.folder(), true);
      case SMALL ->
          new FileRequest(
              id, paths.small(), Tag.NONE, false, Advance.wholeFileUpTo(Long.MAX_VALUE));
      case LARGE, CANCEL, BREAK, SLOW -> new FileRequest(id, paths.large());
    };
  }

  @Override
  void received(ChannelHandlerContext ctx, Message message) throws IOException {
    if (message instanceof BlockContent content) {
      try {
        download.blockContent(content.content());
      } finally {
        content.release();
      }
      if (action == MixedAction.BREAK) {
        ended(ctx);
      }
      return;
    }
    switch (message.type()) {
      case EXISTS -> exists(ctx, (Exists) message);
      case BLOCK_HEADER -> blockHeader(ctx, (BlockHeader) message);
      case BLOCK_END -> blockEnd(ctx, (BlockEnd) message);
      case END -> {
        download.end((End) message);
        ended(ctx);
      }
      case ENTRY -> entries++;
      case LIST_END -> listEnd(ctx, (ListEnd) message);
      case FAILURE -> failure(ctx, (Failure) message);
      default -> throw notExpected(message);
    }
  }

  private void exists(ChannelHandlerContext ctx, Exists exists) throws IOException {
    download.exists(exists);
    if (action != MixedAction.SMALL) {
      ctx.writeAndFlush(new Ready(id, 0, Long.MAX_VALUE));
    }
  }

  private void blockHeader(ChannelHandlerContext ctx, BlockHeader header) throws IOException {
    download.blockHeader(header);
    if (action == MixedAction.SLOW) {
      ctx.channel().config().setAutoRead(false);
      ctx.executor()
          .schedule(
              () -> ctx.channel().config().setAutoRead(true), SLOW_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void blockEnd(ChannelHandlerContext ctx, BlockEnd end) throws IOException {
    download.blockEnd(end);
    if (action == MixedAction.CANCEL && download.isFirstBlock()) {
      ctx.writeAndFlush(new Cancel(id));
    }
  }

  private void listEnd(ChannelHandlerContext ctx, ListEnd end) throws IOException {
    if (action != MixedAction.LIST || end.entries() != entries || entries == 0) {
      throw notExpected(end);
    }
    ended(ctx);
  }

  private void failure(ChannelHandlerContext ctx, Failure failure) throws IOException {
    if (action != MixedAction.CANCEL || failure.code() != ErrorCode.CANCELLED) {
      throw notExpected(failure);
    }
    ended(ctx);
  }

  private IOException notExpected(Message message) {
    return new IOException("%s: not expected: %s".formatted(action.word(), message));
  }

  private void ended(ChannelHandlerContext ctx) {
    cancelLimit();
    counts.done(action);
    if (action == MixedAction.BREAK) {
      done();
      ctx.close();
    } else {
      // A server may have more to do for others first.
      ctx.executor().schedule(() -> begin(ctx), paths.pauseMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    cancelLimit();
    super.channelInactive(ctx);
  }

  private void cancelLimit() {
    if (limit != null) {
      limit.cancel(false);
    }
  }
}
