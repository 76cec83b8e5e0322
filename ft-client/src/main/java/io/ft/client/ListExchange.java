package io.ft.client;

import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.Printable;
import io.ft.codec.ProtocolException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a listing: REQUESTED until its first entry, RECEIVING until its end.
 *
 * <p>It checks each entry and hands it to the writer thread. Entries count with the {@link
 * ReadBrake} as the memory that they take, so that a listing of any length needs a bounded amount.
 */
final class ListExchange extends Exchange {

  /** What an entry takes on the wire beside its name, about. */
  private static final int FRAME_BYTES = 64;

  /** What it takes in memory: three objects, a tag, and the task that hands it over. */
  private static final int HELD_BYTES = 320;

  /** Takes what comes, on the writer thread. */
  interface Sink {
    void entry(RemoteEntry entry) throws TransferException;

    void complete(ListingResult result);
  }

  private final ListingRequest request;
  private final Sink sink;

  private long entries;

  /** An exchange that has not begun. */
  ListExchange(
      ListingRequest request,
      Sink sink,
      Executor writer,
      ClientConfig config,
      EndListener endListener) {
    super(writer, config, endListener);
    this.request = request;
    this.sink = sink;
  }

  @Override
  Message request(int id) {
    return new ListRequest(id, request.folder().path(), request.recursive());
  }

  @Override
  String notFound() {
    return "no such folder on the server";
  }

  @Override
  void answer(Message message) {
    switch (message.type()) {
      case ENTRY -> entry((Entry) message);
      case LIST_END -> end((ListEnd) message);
      default -> throw outOfOrder(message);
    }
  }

  private void entry(Entry entry) {
    if (isDiscarding()) {
      return;
    }
    if (state() == State.REQUESTED) {
      state(State.RECEIVING, "first entry");
    }
    check(entry);
    entries++;
    RemoteEntry checked =
        new RemoteEntry(
            entry.kind() == Entry.Kind.FILE ? RemoteEntry.Kind.FILE : RemoteEntry.Kind.FOLDER,
            entry.path(),
            entry.size(),
            entry.modified(),
            entry.tag());
    write(
        FRAME_BYTES + entry.path().length(),
        HELD_BYTES + 2 * entry.path().length(),
        () -> {
          if (!hasToldEnd()) {
            sink.entry(checked);
          }
        });
  }

  private void check(Entry entry) {
    String path = entry.path();
    String problem = PathRules.violation(path);
    if (problem == null && !request.recursive() && path.indexOf('/') >= 0) {
      problem = "more than one part, and the listing is not recursive";
    }
    if (problem == null
        && entry.kind() == Entry.Kind.FOLDER
        && (entry.size() != 0 || !entry.tag().isNone())) {
      problem = "a folder with a size or a tag";
    }
    if (problem != null) {
      throw new ProtocolException(
          ErrorCode.MALFORMED, "entry \"%s\": %s".formatted(Printable.escape(path), problem));
    }
  }

  private void end(ListEnd last) {
    if (!isDiscarding()) {
      if (last.entries() != entries) {
        throw new ProtocolException(
            ErrorCode.MALFORMED, "%s (expected: %d entries)".formatted(last, entries));
      }
      write(() -> sink.complete(new ListingResult(last.entries(), last.omitted())));
    }
    succeed();
  }

  @Override
  @Nullable TransferException late(StallWatch watch, long nowNanos, long unansweredNanos) {
    return state() == State.REQUESTED ? watch.noAnswer(nowNanos) : watch.silent(nowNanos);
  }
}
