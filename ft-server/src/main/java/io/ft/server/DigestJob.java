package io.ft.server;

import io.ft.server.store.FileSha256;
import io.ft.server.store.OpenFile;
import java.util.function.Consumer;

/**
 * Has workers compute the SHA-256 of a file for an exchange, step by step.
 *
 * <p>Used on the connection's event loop alone.
 */
final class DigestJob {

  private final OpenFile file;
  private final FileSha256 digest;
  private final Exchange exchange;
  private final WorkerPlaces places;
  private final Consumer<String> done;
  private final Runnable begin;
  private boolean cancelled;

  /**
   * A job that has not begun. If it fails, so does {@code exchange}.
   *
   * @param file stays the caller's, who holds it open until the job is done or cancelled
   * @param done takes the digest in hexadecimal
   */
  DigestJob(OpenFile file, Exchange exchange, WorkerPlaces places, Consumer<String> done) {
    this.file = file;
    this.digest = file.sha256();
    this.exchange = exchange;
    this.places = places;
    this.done = done;
    this.begin = () -> exchange.connection().context().executor().execute(this::step);
  }

  /** Begins, as soon as there is a place. */
  void start() {
    places.enter(exchange.connection().client(), begin);
  }

  /** Ends it, behind the step that a worker is doing. */
  void cancel() {
    cancelled = true;
    places.leave(exchange.connection().client(), begin);
  }

  private void step() {
    if (cancelled) {
      places.giveBack();
      return;
    }
    file.retain();
    exchange.runOnWorker(
        digest::step,
        complete -> {
          stepped();
          if (!cancelled) {
            if (complete) {
              done.accept(digest.hex());
            } else {
              start();
            }
          }
        },
        cause -> {
          stepped();
          exchange.fail(cause);
        });
  }

  private void stepped() {
    file.release();
    places.giveBack();
  }
}
