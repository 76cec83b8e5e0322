package io.ft.server.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Waits until the version of a file can be told from the next one. Time stamps advance in steps (4
 * to 10 ms on Linux before 6.13), and a file that is written twice within one step has the same
 * ones after both. So what was changed just now is opened again when the step is over.
 */
final class Settling {

  /** A file that is written all the time is not waited for; each block looks at its version. */
  static final int MAX_PAUSES = 2;

  /** Longer than any step that is known. */
  private static final Duration STEP = Duration.ofMillis(20);

  private final InstantSource clock;
  private final Pause pause;

  /** Waits. */
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  Settling() {
    this(InstantSource.system(), duration -> Thread.sleep(duration.toMillis() + 1));
  }

  Settling(InstantSource clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /** How long {@code version} has to be waited for; zero if it is old enough. */
  Duration left(FileVersion version) {
    Duration left = Duration.between(clock.instant(), version.changed().plus(STEP));
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    // A clock that is behind the file system's makes a file look younger than new.
    return left.compareTo(STEP) > 0 ? STEP : left;
  }

  /** Waits so long. */
  void waitFor(Duration duration) throws IOException {
    try {
      pause.of(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is about to stop");
    }
  }
}
