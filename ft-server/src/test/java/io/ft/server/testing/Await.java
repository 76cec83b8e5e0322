package io.ft.server.testing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens on other threads, for as long as a busy machine may need. */
public final class Await {

  /** Something that comes true on another thread. */
  public interface Condition {
    boolean holds() throws IOException;
  }

  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(40);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Await() {}

  /**
   * Returns once {@code condition} holds; fails, saying {@code what} was expected, if it never
   * does.
   */
  public static void until(String what, Condition condition) throws IOException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new AssertionError("never came true: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
