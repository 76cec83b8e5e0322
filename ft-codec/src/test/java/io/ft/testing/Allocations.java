package io.ft.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What code that reads the bytes of others sets aside for them, on the heap and by this thread.
 *
 * <p>The bound is a generous one: it is to find memory that grows with a number that the bytes
 * announce, not a copy too many.
 */
public final class Allocations {

  /** For what does not depend on the input; the hooks of Jazzer's agent make some garbage, too. */
  private static final long FIXED_BYTES = Boolean.getBoolean("ft.fuzzing") ? 2 << 20 : 1 << 20;

  private static final long BYTES_PER_INPUT_BYTE = 256;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long allocatedBytes;

  /** What was allocated is out of proportion. */
  private static final class OutOfProportion extends AssertionError {

    private static final long serialVersionUID = 1L;

    OutOfProportion(long allocatedBytes, long inputBytes) {
      super(allocatedBytes + " bytes allocated for " + inputBytes);
    }
  }

  /**
   * Runs a test that counts. Classes that are loaded for the first time count with what is loading
   * them, and Jazzer's agent makes much of that: so what is out of proportion has to be so twice.
   */
  public static void check(Runnable test) {
    try {
      test.run();
    } catch (OutOfProportion e) {
      test.run();
    }
  }

  /** Runs {@code code} and counts what it allocates. */
  public void count(Runnable code) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      code.run();
    } finally {
      allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    }
  }

  /** Fails if what was counted is out of proportion to {@code inputBytes}. */
  public void assertInProportionTo(long inputBytes) {
    if (allocatedBytes > FIXED_BYTES + BYTES_PER_INPUT_BYTE * inputBytes) {
      throw new OutOfProportion(allocatedBytes, inputBytes);
    }
  }
}
