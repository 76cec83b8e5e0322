package io.ft.client.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for what must come, and fails with its name when it does not. */
public final class Await {

  /** Far longer than anything takes that a test waits for. */
  public static final int LIMIT_SECONDS = 40;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private Await() {}

  /** Returns as soon as {@code holds}. */
  public static void until(String what, BooleanSupplier holds) {
    long startNanos = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
        throw new AssertionError("did not happen in time: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Returns the value of {@code counter} when it has been the same for half a second. */
  public static long untilStill(String what, LongSupplier counter) {
    long[] last = {counter.getAsLong(), System.nanoTime()};
    until(
        what + " stands still",
        () -> {
          long now = System.nanoTime();
          long value = counter.getAsLong();
          if (value != last[0]) {
            last[0] = value;
            last[1] = now;
          }
          return now - last[1] > TimeUnit.MILLISECONDS.toNanos(500);
        });
    return last[0];
  }
}
