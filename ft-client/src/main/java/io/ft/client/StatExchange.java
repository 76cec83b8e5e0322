package io.ft.client;

import io.ft.codec.End;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.FileRequest;
import io.ft.codec.Message;
import io.ft.codec.ProtocolException;
import io.ft.codec.Tag;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a question about a file: a request that is ready in advance for no byte at all,
 * so that the server answers and ends it without a further word. REQUESTED until the answer,
 * RECEIVING until the end.
 */
final class StatExchange extends Exchange {

  /** Nothing of a file of any size. */
  private static final FileRequest.Advance NOTHING = new FileRequest.Advance(0, 0, Long.MAX_VALUE);

  private final RemoteFile file;
  private final boolean sha256;
  private final Consumer<RemoteStat> sink;

  /**
   * An exchange that has not begun.
   *
   * @param sha256 whether to ask for the digest, for which the server may read all of the file
   * @param sink takes the answer, on the writer thread
   */
  StatExchange(
      RemoteFile file,
      boolean sha256,
      Consumer<RemoteStat> sink,
      Executor writer,
      ClientConfig config,
      EndListener endListener) {
    super(writer, config, endListener);
    this.file = file;
    this.sha256 = sha256;
    this.sink = sink;
  }

  @Override
  Message request(int id) {
    return new FileRequest(id, file.path(), Tag.NONE, sha256, NOTHING);
  }

  @Override
  String notFound() {
    return "no such file on the server";
  }

  @Override
  void answer(Message message) {
    switch (message.type()) {
      case EXISTS -> exists((Exists) message);
      case END -> end((End) message);
      default -> throw outOfOrder(message);
    }
  }

  private void exists(Exists exists) {
    if (isDiscarding()) {
      return;
    }
    check(state() == State.REQUESTED, exists);
    if (sha256 != (exists.sha256() != null)) {
      throw new ProtocolException(
          ErrorCode.MALFORMED,
          sha256 ? "no SHA-256 in the answer" : "a SHA-256 that was not asked for");
    }
    state(State.RECEIVING, "exists");
    if (exists.modified() == null) {
      throw new IllegalStateException("the framed dialect always has a time");
    }
    RemoteStat stat =
        new RemoteStat(exists.size(), exists.modified(), exists.tag(), exists.sha256());
    write(() -> sink.accept(stat));
  }

  private void end(End last) {
    if (!isDiscarding()) {
      check(state() == State.RECEIVING && last.length() == 0, last);
    }
    succeed();
  }

  /** Of a server that reads a large file, which takes its time, only signs of life are expected. */
  @Override
  @Nullable TransferException late(StallWatch watch, long nowNanos, long unansweredNanos) {
    return sha256 ? watch.noSign(unansweredNanos) : watch.noAnswer(nowNanos);
  }
}
