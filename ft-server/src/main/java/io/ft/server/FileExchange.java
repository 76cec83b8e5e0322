package io.ft.server;

import io.ft.codec.BlockEnd;
import io.ft.codec.BlockHeader;
import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.ft.server.store.OpenFile;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a file. OPENING lasts until the digest is computed, if one was asked for.
 *
 * <p>In SENDING it waits for its turn, has a worker read and sum a block, and writes header, region
 * and checksum once that has succeeded: what a header promises can be kept.
 */
final class FileExchange extends Exchange {

  private final FileRequest request;

  private @Nullable OpenFile file;
  private @Nullable DigestJob digest;
  private int blockSizeBytes;
  private long offset;
  private long end;
  private long length;
  private long bytesSent;
  private boolean reading;
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
  boolean waitsForWorker() {
    return state() == State.OPENING || reading;
  }

  @Override
  void start() {
    runOnWorker(() -> connection().store().open(path()), this::opened, this::fail);
  }

  /** OPENING to WAITING, SENDING or ENDED. Takes over the reference to {@code opened}. */
  private void opened(OpenFile opened) {
    if (hasEnded()) {
      opened.release();
      return;
    }
    file = opened;
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
    } else {
      digest =
          new DigestJob(
              opened, this, connection().digestPlaces(), sha256 -> exists(opened, sha256));
      digest.start();
    }
  }

  /** OPENING to WAITING, SENDING or ENDED. */
  private void exists(OpenFile opened, @Nullable String sha256) {
    blockSizeBytes = connection().blockSizeBytes();
    connection()
        .context()
        .writeAndFlush(
            new Exists(
                id(), opened.size(), opened.modified(), opened.tag(), blockSizeBytes, sha256));
    state(State.WAITING, "exists");
    FileRequest.Advance advance = request.advance();
    if (advance != null && opened.size() <= advance.maxSize()) {
      ready(new Ready(id(), advance.offset(), advance.length()));
    }
    if (earlyReady != null) {
      ready(earlyReady);
    }
  }

  @Override
  void ready(Ready ready) {
    if (state() == State.OPENING && earlyReady == null) {
      earlyReady = ready;
    } else if (state() == State.WAITING) {
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
      succeed(new End(id(), length));
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
    runOnWorker(
        () -> source.checksum(blockOffset, blockBytes, blockSizeBytes),
        checksum -> read(source, blockBytes, checksum),
        cause -> notRead(source, blockBytes, cause));
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
          if (written.isSuccess()) {
            bytesSent += blockBytes;
          }
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
