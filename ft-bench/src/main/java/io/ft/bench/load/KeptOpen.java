package io.ft.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A number of connections that stays the same: in the place of each that ends another one is opened
 * after a pause, so that a server which sends all of them away is not asked more often than that.
 * Thread-safe.
 */
final class KeptOpen {

  private final Loops loops;
  private final Dialer dialer;
  private final Supplier<? extends LoadClient> maker;
  private final long pauseMillis;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder opened = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /**
   * Connections of {@code dialer}, none of which is open yet.
   *
   * @param maker makes the client of each
   * @param pauseMillis from the end of one to the beginning of the next
   */
  KeptOpen(Loops loops, Dialer dialer, Supplier<? extends LoadClient> maker, long pauseMillis) {
    this.loops = loops;
    this.dialer = dialer;
    this.maker = maker;
    this.pauseMillis = pauseMillis;
  }

  /** Opens {@code count} of them, and fails if one of these first ones cannot be opened. */
  void open(int count, Deadline deadline) throws IOException, InterruptedException {
    List<? extends LoadClient> clients = Stream.generate(maker).limit(count).toList();
    List<CompletableFuture<Void>> counted = clients.stream().map(this::watch).toList();
    Connections.open(dialer, clients, deadline);
    // All are ready, but whoever waits for that may hear of it before the count does.
    deadline.await(counted);
  }

  /** From now on what ends is not replaced. */
  void stop() {
    stopped.set(true);
  }

  /** How many are open now, how many were opened in all, and how often there was no connection. */
  String toJson() {
    return "{\"open\":%d,\"opened\":%d,\"refused\":%d}"
        .formatted(open.get(), opened.sum(), refused.sum());
  }

  /** Counts {@code client} when it is ready, which the answer tells, and replaces it at its end. */
  private CompletableFuture<Void> watch(LoadClient client) {
    CompletableFuture<Void> counted =
        client
            .ready()
            .thenRun(
                () -> {
                  opened.increment();
                  open.incrementAndGet();
                  client.start();
                });
    client.ended().whenComplete((nanos, failure) -> ended(client));
    return counted;
  }

  private void ended(LoadClient client) {
    if (client.ready().isCompletedExceptionally()) {
      refused.increment();
    } else {
      open.decrementAndGet();
    }
    if (!stopped.get()) {
      loops.later(this::replace, pauseMillis);
    }
  }

  private void replace() {
    if (!stopped.get()) {
      LoadClient next = maker.get();
      watch(next);
      dialer.dial(next);
    }
  }
}
