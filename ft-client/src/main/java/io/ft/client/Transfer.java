package io.ft.client;

import io.ft.client.store.Destination;
import io.ft.codec.Exists;
import io.ft.codec.Tag;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One download over all its attempts. An attempt is an exchange; what is missing after it, because
 * it failed or because blocks came damaged, is asked for in the next, which goes on with what was
 * verified. Counts, tells the listener, and ends the {@link Download}.
 *
 * <p>Used on one writer thread alone.
 */
final class Transfer implements Operation {

  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

  /** What a transfer needs of its client. */
  interface Host {
    /** Has {@code transfer} ask for {@code tag}, as soon as there is room on a connection. */
    void ask(Transfer transfer, Tag tag, Receiver receiver);

    /** Runs {@code step} on the writer thread after a pause. */
    void later(Runnable step, long pauseMillis);

    /** {@code transfer} has ended. */
    void ended(Transfer transfer);

    /** What the client has seen of {@code server}. */
    ServerHistory history(Server server);
  }

  private final DownloadRequest request;
  private final Destination destination;
  private final TransferListener listener;
  private final Download download;
  private final Host host;
  private final ServerHistory history;
  private final Retries retries;
  private final DamagedBlocks damagedBlocks = new DamagedBlocks();
  private final TransferClock clock = new TransferClock();

  private @Nullable Exists source;
  private Tag askedFor = Tag.NONE;
  private boolean forgotten;
  private boolean askedTwice;
  private boolean toBeRepaired;
  private @Nullable TransferException damage;
  private long receivedBytes;
  private long verifiedBytes;
  private long verifiedBefore;
  private long resumedBytes;
  private boolean ended;

  Transfer(
      DownloadRequest request,
      Destination destination,
      TransferListener listener,
      Download download,
      Host host) {
    this.request = request;
    this.destination = destination;
    this.listener = listener;
    this.download = download;
    this.host = host;
    this.history = host.history(request.source().server());
    this.retries = new Retries(request.options().retry(), history);
  }

  TransferClock clock() {
    return clock;
  }

  DownloadRequest request() {
    return request;
  }

  @Override
  public Server server() {
    return request.source().server();
  }

  @Override
  public Dialect dialect() {
    return request.dialect();
  }

  @Override
  public String path() {
    return request.source().path();
  }

  @Override
  public long maxTimeMillis() {
    return request.options().maxTimeMillis();
  }

  @Override
  public void attempt() {
    if (ended) {
      return;
    }
    verifiedBefore = verifiedBytes;
    toBeRepaired = false;
    damage = null;
    try {
      askedFor = destination.expectedTag();
    } catch (IOException e) {
      fail(TransferFailures.ofTarget(e));
      return;
    } catch (RuntimeException | Error e) {
      fail(TransferFailures.ofDefect(e));
      return;
    }
    host.ask(this, askedFor, new Receiver(request.source().identity(), destination, this));
  }

  /** The server has the file, and {@code opening} says what of it is here. */
  void opened(Exists exists, Destination.Opening opening) {
    boolean first = source == null;
    source = exists;
    if (first) {
      tell(() -> listener.started(exists.size()));
    }
    String reason = opening.startedAnew();
    if (reason != null) {
      verifiedBytes = opening.resumedBytes();
      verifiedBefore = verifiedBytes;
      tell(() -> listener.startedAnew(reason));
    } else if (first && opening.resumedBytes() > 0) {
      resumedBytes = opening.resumedBytes();
      verifiedBytes = resumedBytes;
      verifiedBefore = resumedBytes;
      tell(() -> listener.resumed(resumedBytes));
      progressed();
    }
  }

  /** Bytes of the file came. */
  void received(int bytes) {
    receivedBytes += bytes;
    progressed();
  }

  /** A block is right, and where it belongs. */
  void verified(int bytes) {
    verifiedBytes += bytes;
    history.gained();
    progressed();
  }

  /**
   * A block came damaged.
   *
   * @return whether what follows it is of no use, because too much is damaged
   */
  boolean damaged(long offset, int length, long announced, long computed) {
    Culprit culprit = damagedBlocks.add(offset, announced, computed);
    if (culprit == null) {
      toBeRepaired = true;
    } else {
      damage = TransferFailures.ofDamage(offset, culprit);
    }
    tell(() -> listener.damaged(offset, length));
    return damagedBlocks.tooMany();
  }

  private void progressed() {
    tell(() -> listener.progressed(receivedBytes, verifiedBytes));
  }

  /** The attempt is over: {@link ClientExchange.EndListener}. */
  void attemptEnded(@Nullable TransferException cause, boolean lost) {
    if (ended) {
      return;
    }
    try {
      goOnAfter(cause, lost);
    } catch (RuntimeException | Error e) {
      // Whatever is wrong here, whoever waits for the end must hear of it.
      fail(TransferFailures.ofDefect(e));
    }
  }

  private void goOnAfter(@Nullable TransferException cause, boolean lost) {
    if (cause == null) {
      allSent();
    } else if (damage != null && cause.error() == TransferError.CHECKSUM_MISMATCH) {
      retry(damage);
    } else if (toBeRepaired && cause.error() == TransferError.CHECKSUM_MISMATCH) {
      repair(cause);
    } else if (isOldVersion(cause)) {
      forgotten = true;
      destination.forget("the source has changed since");
      attempt();
    } else if (lost && !askedTwice) {
      // A server may close a connection while a request is on its way: that is nobody's failure.
      askedTwice = true;
      attempt();
    } else {
      retry(cause);
    }
  }

  private void allSent() {
    if (damage != null) {
      retry(damage);
    } else if (destination.missing() != null) {
      repair(new TransferException(TransferError.CHECKSUM_MISMATCH, "blocks came damaged"));
    } else {
      succeed();
    }
  }

  /** Asks for what came damaged: no attempt has failed, so none is counted. */
  private void repair(TransferException cause) {
    if (destination.canGoOn()) {
      attempt();
    } else {
      fail(cause);
    }
  }

  /** What is here is from an earlier time, and of a version that the server no longer has. */
  private boolean isOldVersion(TransferException cause) {
    return cause.error() == TransferError.SOURCE_CHANGED
        && source == null
        && !forgotten
        && !askedFor.isNone();
  }

  private void retry(TransferException cause) {
    boolean progressed = verifiedBytes > verifiedBefore;
    OptionalLong pause = retries.afterFailure(cause, progressed, System.nanoTime());
    if (pause.isEmpty() || !destination.canGoOn()) {
      fail(cause);
      return;
    }
    LOG.debug("{}: again in {} ms", request.source(), pause.getAsLong(), cause);
    TransferException told = withCounts(cause);
    tell(() -> listener.retrying(told, retries.inARow(), pause.getAsLong()));
    host.later(this::attempt, pause.getAsLong());
  }

  private void succeed() {
    Exists exists = source;
    if (exists == null) {
      throw new IllegalStateException("nothing was announced");
    }
    long startNanos = System.nanoTime();
    try {
      destination.commit(request.options().keepModified() ? exists.modified() : null);
    } catch (IOException e) {
      fail(TransferFailures.ofTarget(e));
      return;
    } catch (RuntimeException e) {
      fail(new TransferException(TransferError.CANNOT_WRITE, "cannot write: " + e, e));
      return;
    }
    clock.wrote(System.nanoTime() - startNanos);
    ended = true;
    history.gained();
    tell(() -> listener.ended(null));
    host.ended(this);
    download.succeed(
        new DownloadResult(
            exists.size(),
            receivedBytes,
            verifiedBytes,
            resumedBytes,
            destination.durableBytes(),
            retries.total(),
            exists.modified(),
            exists.tag(),
            clock.remoteAddress(),
            clock.times()));
  }

  /** It will not succeed. What was verified stays, unless it is of no use any more. */
  @Override
  public void fail(TransferException cause) {
    if (ended) {
      return;
    }
    ended = true;
    try {
      destination.close(cause.error() != TransferError.SOURCE_CHANGED);
    } catch (RuntimeException | Error e) {
      LOG.warn("{}: cannot give back its target", request.source(), e);
    }
    TransferException failure = withCounts(cause);
    tell(() -> listener.ended(failure));
    host.ended(this);
    download.fail(failure);
  }

  private TransferException withCounts(TransferException cause) {
    return cause.after(receivedBytes, verifiedBytes, destination.durableBytes());
  }

  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("a transfer listener failed", e);
    }
  }
}
