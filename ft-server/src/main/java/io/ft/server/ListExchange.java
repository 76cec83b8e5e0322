package io.ft.server;

import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.ProtocolException;
import io.ft.codec.Ready;
import io.ft.server.store.FolderEntry;
import io.ft.server.store.FolderListing;
import io.ft.server.store.FolderListing.Batch;
import io.ft.server.store.Permission;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a listing.
 *
 * <p>In SENDING it waits for its turn, has a worker read one batch of entries, and writes them; the
 * turn lasts until the connection has taken them. So a listing of any length takes the memory of
 * one batch, and stands still while the client does not read.
 */
final class ListExchange extends Exchange {

  /** What a turn counts for: there is one at a time, whatever it is for. */
  private static final int TURN = 1;

  private final ListRequest request;

  /** Touched by a worker only while {@link #reading}. */
  private @Nullable FolderListing listing;

  private final Runnable begin;
  private boolean hasTurn;
  private boolean waitsForPlace;
  private boolean reading;
  private long entries;
  private long omitted;
  private long entriesSent;

  ListExchange(ListRequest request, Connection connection) {
    super(request.id(), request.path(), connection);
    this.request = request;
    this.begin = () -> connection.context().executor().execute(this::step);
  }

  @Override
  ExchangeReport.Kind kind() {
    return ExchangeReport.Kind.LISTING;
  }

  @Override
  long entriesSent() {
    return entriesSent;
  }

  @Override
  boolean waitsForServer() {
    return state() == State.IN_LINE || state() == State.OPENING || waitsForPlace || reading;
  }

  @Override
  boolean canBeCutShort() {
    return state() == State.IN_LINE || (state() == State.SENDING && !hasTurn);
  }

  @Override
  void open() {
    Permission permission = connection().permission();
    runOnWorker(
        () -> connection().service().store().list(path(), request.recursive(), permission),
        this::opened,
        this::fail);
  }

  /** OPENING to SENDING. Takes over {@code opened}. */
  private void opened(FolderListing opened) {
    listing = opened;
    if (hasEnded()) {
      release();
      return;
    }
    state(State.SENDING, "opened");
    next();
  }

  private void next() {
    hasTurn = false;
    if (connection().isDraining()) {
      drain();
    } else {
      connection().listingTurns().enter(this);
    }
  }

  @Override
  void ready(Ready ready) {
    throw new ProtocolException(ErrorCode.MALFORMED, "READY for a listing: " + ready);
  }

  /** Has the next batch read and then written, as soon as a worker may do so. */
  @Override
  public int takeTurn() {
    hasTurn = true;
    waitsForPlace = true;
    connection().service().listingPlaces().enter(connection().client(), begin);
    return TURN;
  }

  private void step() {
    if (!waitsForPlace) {
      connection().service().listingPlaces().giveBack();
      return;
    }
    waitsForPlace = false;
    if (listing == null) {
      throw new IllegalStateException("no listing in " + state());
    }
    reading = true;
    runOnWorker(listing::next, this::read, this::notRead);
  }

  private void read(Batch batch) {
    reading = false;
    connection().service().listingPlaces().giveBack();
    if (hasEnded()) {
      release();
      connection().listingTurns().ended(TURN);
      return;
    }
    entries += batch.entries().size();
    omitted += batch.omitted();
    if (batch.entries().isEmpty()) {
      connection().listingTurns().ended(TURN);
    } else {
      write(batch.entries());
    }
    if (batch.last()) {
      succeed(new ListEnd(id(), entries, omitted));
    } else {
      next();
    }
  }

  private void notRead(Throwable cause) {
    reading = false;
    connection().service().listingPlaces().giveBack();
    if (hasEnded()) {
      release();
    }
    connection().listingTurns().ended(TURN);
    fail(cause);
  }

  private void write(List<FolderEntry> batch) {
    ChannelHandlerContext ctx = connection().context();
    ChannelFuture last = ctx.newSucceededFuture();
    long textBytes = batch.stream().mapToLong(entry -> entry.path().length()).sum();
    for (FolderEntry entry : batch) {
      last =
          ctx.write(
              new Entry(
                  id(), entry.kind(), entry.size(), entry.modified(), entry.tag(), entry.path()));
    }
    last.addListener(
        written -> {
          if (written.isSuccess()) {
            entriesSent += batch.size();
            connection().took(textBytes);
          }
          connection().listingTurns().ended(TURN);
        });
    ctx.flush();
  }

  /** While a worker has the listing, it is closed when the worker gives it back. */
  @Override
  void release() {
    connection().listingTurns().leave(this);
    if (waitsForPlace) {
      waitsForPlace = false;
      connection().service().listingPlaces().leave(connection().client(), begin);
      connection().listingTurns().ended(TURN);
    }
    FolderListing open = listing;
    if (open != null && !reading) {
      listing = null;
      connection().service().workers().close(open);
    }
  }
}
