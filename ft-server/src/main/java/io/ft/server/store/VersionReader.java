package io.ft.server.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Reads the version of a file when it can be told from the next one. Time stamps advance in steps
 * (4 to 10 ms on Linux before 6.13), and a file that is written twice within one step has the same
 * ones after both. So the version of a file that was changed just now is read again when the step
 * is over.
 */
final class VersionReader {

  /** Longer than any step that is known. */
  private static final Duration STEP = Duration.ofMillis(20);

  /** A file that is written all the time is not waited for; each block looks at its version. */
  private static final int MAX_PAUSES = 3;

  private final InstantSource clock;
  private final Pause pause;

  /** Waits. */
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  VersionReader() {
    this(InstantSource.system(), duration -> Thread.sleep(duration.toMillis() + 1));
  }

  VersionReader(InstantSource clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /** The version that {@code path} names now, or a moment later. May wait for that. */
  FileVersion read(Path path) throws IOException {
    FileVersion version = FileVersion.of(path);
    for (int pauses = 0; pauses < MAX_PAUSES; pauses++) {
      Duration left = untilSettled(version);
      if (left.isNegative() || left.isZero()) {
        return version;
      }
      waitFor(left);
      version = FileVersion.of(path);
    }
    return version;
  }

  /** A clock that is behind the file system's makes a file look younger than new. */
  private Duration untilSettled(FileVersion version) {
    Instant now = clock.instant();
    Duration left = Duration.between(now, version.changed().plus(STEP));
    return left.compareTo(STEP) > 0 ? STEP : left;
  }

  private void waitFor(Duration duration) throws IOException {
    try {
      pause.of(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is about to stop");
    }
  }
}
