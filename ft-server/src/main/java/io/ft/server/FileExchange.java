package io.ft.server;

import io.ft.codec.BlockContent;
import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.ft.server.store.FileContent;
import io.ft.server.store.FileStore;
import io.ft.server.store.OpenFile;
import io.ft.server.store.Permission;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a file. OPENING lasts until the digest is computed, if one was asked for.
 *
 * <p>In SENDING it waits for its turn, has a worker read and sum a block, and writes header, region
 * and checksum once that has succeeded: what a header promises can be kept.
 */
final class FileExchange extends Exchange {

  /**
   * Up to this size a file is read into memory and sent from there: one write for many such files
   * takes less time than two and a sendfile for each.
   */
  static final int MAX_CONTENT_BYTES = 16 * 1024;

  /** What is shorter is read in no time. */
  private static final int SHORT_READ_BYTES = 64 * 1024;

  private final FileRequest request;

  private @Nullable OpenFile file;
  private @Nullable FileContent content;
  private @Nullable DigestJob digest;
  private int blockSizeBytes;
  private long size;
  private long startOffset;
  private long offset;
  private long end;
  private long length;
  private long bytesSent;
  private boolean reading;
  private boolean hasTurn;
  private @Nullable Ready earlyReady;

  FileExchange(FileRequest request, Connection connection) {
    super(request.id(), request.path(), connection);
    this.request = request;
  }

  @Override
  ExchangeReport.Kind kind() {
    return ExchangeReport.Kind.FILE;
  }

  @Override
  long bytesSent() {
    return bytesSent;
  }

  @Override
  boolean waitsForServer() {
    return state() == State.IN_LINE || state() == State.OPENING || reading;
  }

  @Override
  boolean canBeCutShort() {
    return switch (state()) {
      case IN_LINE, WAITING -> true;
      // A digest can take minutes; to open a file takes no time.
      case OPENING -> digest != null;
      // With a turn behind it, a block is being read or written; next() ends it behind that.
      case SENDING -> !hasTurn && !isWholeFileOnly();
      case ENDED -> false;
    };
  }

  /** In the classic dialect there is no end but the end of the file, and nothing can be resumed. */
  private boolean isWholeFileOnly() {
    return connection().dialect() == Dialect.CLASSIC;
  }

  @Override
  long offset() {
    return startOffset;
  }

  /**
   * What a worker has opened, and if it is small and wanted as a whole read and closed again: then
   * only what is known of the file is of use.
   */
  private record Opened(OpenFile file, @Nullable FileContent content) {}

  @Override
  void open() {
    long maxContentBytes = maxContentBytes();
    Permission permission = connection().permission();
    ContentBudget budget = connection().service().contentBudget();
    ByteBufAllocator allocator = connection().context().alloc();
    runShortOnWorker(
        visit -> open(visit, path(), permission, maxContentBytes, budget, allocator),
        this::opened,
        this::fail);
  }

  private long maxContentBytes() {
    FileRequest.Advance advance = request.advance();
    if (advance == null || request.wantsSha256() || advance.offset() > 0) {
      return 0;
    }
    long mostBytes = Math.min(MAX_CONTENT_BYTES, connection().blockSizeBytes());
    return Math.min(mostBytes, Math.min(advance.maxSize(), advance.length()));
  }

  /** On a worker. */
  private static Opened open(
      FileStore.Visit visit,
      String path,
      Permission permission,
      long maxContentBytes,
      ContentBudget budget,
      ByteBufAllocator allocator)
      throws IOException {
    OpenFile file = visit.open(path, permission);
    long size = file.size();
    if (size == 0 || size > maxContentBytes || !budget.tryTake(size)) {
      return new Opened(file, null);
    }
    FileContent content = null;
    try {
      content = file.content(allocator);
    } finally {
      file.release();
      if (content == null) {
        budget.giveBack(size);
      }
    }
    return new Opened(file, content);
  }

  /** OPENING to WAITING, SENDING or ENDED. Takes over {@code opened}. */
  private void opened(Opened opened) {
    content = opened.content();
    file = content == null ? opened.file() : null;
    if (hasEnded()) {
      release();
    } else {
      opened(opened.file());
    }
  }

  private void opened(OpenFile opened) {
    if (!request.expectedTag().isNone() && !request.expectedTag().equals(opened.tag())) {
      fail(ErrorCode.CHANGED, "not the version that was asked for");
      return;
    }
    if (!request.wantsSha256()) {
      exists(opened, null);
      return;
    }
    String known = opened.knownSha256();
    if (known != null) {
      exists(opened, known);
    } else if (connection().isDraining()) {
      fail(ErrorCode.GOING_AWAY, Drain.REASON);
    } else {
      digest =
          new DigestJob(
              opened,
              this,
              connection().service().digestPlaces(),
              sha256 -> exists(opened, sha256));
      digest.start();
    }
  }

  /** OPENING to WAITING, SENDING or ENDED. */
  private void exists(OpenFile opened, @Nullable String sha256) {
    blockSizeBytes = connection().blockSizeBytes();
    size = opened.size();
    connection()
        .context()
        .writeAndFlush(
            new Exists(
                id(), opened.size(), opened.modified(), opened.tag(), blockSizeBytes, sha256))
        .addListener(written -> waitsFromNowOn());
    state(State.WAITING, "exists");
    FileRequest.Advance advance = request.advance();
    if (advance == null || size > advance.maxSize()) {
      if (earlyReady != null) {
        ready(earlyReady);
      }
    } else if (earlyReady == null) {
      ready(new Ready(id(), advance.offset(), advance.length()));
    } else {
      throw new ProtocolException(ErrorCode.MALFORMED, "READY beside an ADVANCE: " + earlyReady);
    }
    if (connection().isDraining()) {
      drain();
    }
  }

  @Override
  void ready(Ready ready) {
    boolean opens = state() == State.IN_LINE || state() == State.OPENING;
    if (opens && earlyReady == null) {
      earlyReady = ready;
    } else if (state() == State.WAITING) {
      send(ready.offset(), ready.length());
    } else {
      throw new ProtocolException(ErrorCode.MALFORMED, "READY out of order: " + ready);
    }
  }

  /** To SENDING; or to ENDED if nothing is to be sent. */
  private void send(long from, long most) {
    if (from > size) {
      fail(ErrorCode.BAD_RANGE, "offset: " + from + " (expected: at most " + size + ")");
      return;
    }
    startOffset = from;
    offset = from;
    length = Math.min(most, size - from);
    end = from + length;
    state(State.SENDING, "ready");
    if (content != null) {
      sendContent(content);
    } else {
      next();
    }
  }

  /** To ENDED: sends the whole file at once. */
  private void sendContent(FileContent whole) {
    content = null;
    int bytes = whole.bytes().readableBytes();
    ChannelHandlerContext ctx = connection().context();
    ctx.write(new BlockHeader(id(), 0, bytes));
    ChannelFuture data = ctx.write(new BlockContent(id(), whole.bytes()));
    ctx.write(new BlockEnd(id(), whole.checksum()));
    data.addListener(
        written -> {
          connection().service().contentBudget().giveBack(bytes);
          taken(written, bytes);
        });
    succeed(new End(id(), bytes));
  }

  private void taken(Future<?> written, int bytes) {
    if (written.isSuccess()) {
      bytesSent += bytes;
      connection().took(bytes);
      connection().service().events().dataSent(connection().dialect(), bytes);
    }
  }

  private void next() {
    hasTurn = false;
    if (offset == end) {
      succeed(new End(id(), length));
    } else if (connection().isDraining() && canBeCutShort()) {
      drain();
    } else {
      connection().turns().enter(this);
    }
  }

  /** Has the next block read and then written. */
  @Override
  public int takeTurn() {
    OpenFile source = openFile().retain();
    long blockOffset = offset;
    int blockBytes =
        (int) Math.min(end - blockOffset, blockSizeBytes - blockOffset % blockSizeBytes);
    reading = true;
    hasTurn = true;
    Callable<Long> sum = () -> source.checksum(blockOffset, blockBytes, blockSizeBytes);
    Consumer<Long> done = checksum -> read(source, blockBytes, checksum);
    Consumer<Throwable> failed = cause -> notRead(source, blockBytes, cause);
    if (blockBytes <= SHORT_READ_BYTES) {
      runShortOnWorker(visit -> sum.call(), done, failed);
    } else {
      runOnWorker(sum, done, failed);
    }
    return blockBytes;
  }

  private void read(OpenFile source, int blockBytes, long checksum) {
    reading = false;
    if (hasEnded()) {
      connection().turns().ended(blockBytes);
    } else {
      write(source, blockBytes, checksum);
    }
    source.release();
  }

  private void notRead(OpenFile source, int blockBytes, Throwable cause) {
    reading = false;
    source.release();
    connection().turns().ended(blockBytes);
    fail(cause);
  }

  private void write(OpenFile source, int blockBytes, long checksum) {
    ChannelHandlerContext ctx = connection().context();
    ctx.write(new BlockHeader(id(), offset, blockBytes));
    ChannelFuture data = ctx.write(source.region(offset, blockBytes));
    ctx.write(new BlockEnd(id(), checksum));
    data.addListener(
        written -> {
          taken(written, blockBytes);
          connection().turns().ended(blockBytes);
        });
    offset += blockBytes;
    next();
    ctx.flush();
  }

  @Override
  void release() {
    connection().turns().leave(this);
    if (digest != null) {
      digest.cancel();
    }
    if (content != null) {
      connection().service().contentBudget().giveBack(content.bytes().readableBytes());
      content.bytes().release();
      content = null;
    }
    if (file != null) {
      file.release();
      file = null;
    }
  }

  private OpenFile openFile() {
    if (file == null) {
      throw new IllegalStateException("no file in " + state());
    }
    return file;
  }
}
