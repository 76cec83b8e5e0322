package io.ft.bench.load;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.FileRequest.Advance;
import io.ft.codec.Message;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.io.IOException;

/** Downloads one file again and again in the framed dialect, up to a number of times at once. */
final class FtDownloader extends FtClient {

  /** Up to here a request carries its own Ready, as those of {@code ft get} do. */
  private static final long ADVANCE_BYTES = 1024 * 1024;

  private final String path;
  private final int requests;
  private final int depth;
  private final Tally tally;
  private final IntObjectMap<FtDownload> running = new IntObjectHashMap<>();
  private int lastId;

  FtDownloader(String path, int requests, int depth, Tally tally) {
    super(depth);
    this.path = path;
    this.requests = requests;
    this.depth = depth;
    this.tally = tally;
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    for (int i = 0; i < depth && lastId < requests; i++) {
      request(ctx);
    }
    ctx.flush();
  }

  private void request(ChannelHandlerContext ctx) {
    int id = ++lastId;
    running.put(id, new FtDownload());
    ctx.write(
        new FileRequest(id, path, Tag.NONE, false, Advance.wholeFileUpTo(ADVANCE_BYTES)),
        ctx.voidPromise());
  }

  @Override
  void received(ChannelHandlerContext ctx, Message message) throws IOException {
    FtDownload download = running.get(message.id());
    if (message instanceof BlockContent content) {
      try {
        if (download != null) {
          download.blockContent(content.content());
          tally.came(content.content().readableBytes());
        }
      } finally {
        content.release();
      }
      return;
    }
    if (download == null) {
      throw new IOException("not asked for: " + message);
    }
    switch (message.type()) {
      case EXISTS -> exists(ctx, download, (Exists) message);
      case BLOCK_HEADER -> download.blockHeader((BlockHeader) message);
      case BLOCK_END -> download.blockEnd((BlockEnd) message);
      case END -> end(ctx, download, (End) message);
      default -> throw new IOException("no download: " + message);
    }
  }

  private static void exists(ChannelHandlerContext ctx, FtDownload download, Exists exists)
      throws IOException {
    download.exists(exists);
    if (exists.size() > ADVANCE_BYTES) {
      ctx.writeAndFlush(new Ready(exists.id(), 0, Long.MAX_VALUE), ctx.voidPromise());
    }
  }

  private void end(ChannelHandlerContext ctx, FtDownload download, End end) throws IOException {
    download.end(end);
    tally.downloaded(download.size());
    running.remove(end.id());
    if (lastId < requests) {
      request(ctx);
      ctx.flush();
    } else if (running.isEmpty()) {
      done();
    }
  }
}
