package io.ft.client;

import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question whose answer is kept nowhere, over all its attempts: each one begins anew.
 *
 * <p>Used on the writer thread alone, but for what {@link Operation} says.
 *
 * @param <R> the answer
 */
abstract class Query<R> implements Operation, Exchange.EndListener {

  private static final Logger LOG = LoggerFactory.getLogger(Query.class);

  /** What a query needs of its client. */
  interface Host {
    /** Has {@code query} ask, as soon as there is room on a connection. */
    void ask(Query<?> query);

    /** Runs {@code step} on the writer thread after a pause. */
    void later(Runnable step, long pauseMillis);

    /** {@code query} has ended. */
    void ended(Query<?> query);

    /** What the client has seen of {@code server}. */
    ServerHistory history(Server server);
  }

  private final Pending<R> pending;
  private final Host host;
  private final ServerHistory history;
  private final Retries retries;

  private @Nullable R answer;
  private boolean askedTwice;
  private boolean ended;

  Query(Server server, RetryPolicy retry, Pending<R> pending, Host host) {
    this.pending = pending;
    this.host = host;
    this.history = host.history(server);
    this.retries = new Retries(retry, history);
  }

  /** The exchange of the next attempt. */
  abstract Exchange exchange(Executor writer, ClientConfig config);

  /** Forgets what came in an attempt that failed; returns whether that is possible. */
  abstract boolean forget();

  @Override
  public final Dialect dialect() {
    return Dialect.FRAMED;
  }

  @Override
  public final void attempt() {
    if (!ended) {
      host.ask(this);
    }
  }

  final boolean hasEnded() {
    return ended;
  }

  /** The answer is complete; the end of the exchange follows. */
  final void answered(R answer) {
    this.answer = answer;
  }

  @Override
  public final void ended(@Nullable TransferException cause, boolean lost) {
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
      succeed();
    } else if (lost && !askedTwice) {
      // A server may close a connection while a request is on its way: that is nobody's failure.
      askedTwice = true;
      attempt();
    } else {
      retry(cause);
    }
  }

  private void succeed() {
    R result = answer;
    if (result == null) {
      throw new IllegalStateException("nothing was answered");
    }
    ended = true;
    history.gained();
    host.ended(this);
    pending.succeed(result);
  }

  private void retry(TransferException cause) {
    OptionalLong pause = retries.afterFailure(cause, false, System.nanoTime());
    if (pause.isEmpty() || !forget()) {
      fail(cause);
      return;
    }
    LOG.debug("again in {} ms", pause.getAsLong(), cause);
    host.later(this::attempt, pause.getAsLong());
  }

  @Override
  public final void fail(TransferException cause) {
    if (!ended) {
      ended = true;
      host.ended(this);
      pending.fail(cause);
    }
  }
}
