package io.ft.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class in which a buffer was lost.
 *
 * <p>A leak is known only once the garbage collector has found the buffer and the detector has
 * looked into its queue. So after each outermost class this loses a buffer on purpose, and collects
 * until that one is reported. References of one collection are queued in any order, but all of them
 * before any of the next: hence the second round, after which nothing of before the first is
 * outstanding.
 */
public final class LeakExtension implements AfterAllCallback {

  private static final int ROUNDS = 2;

  /** One or two collections are the rule; a machine under load takes more. */
  private static final int MAX_LOOKS = 10_000;

  /** A collection takes long, and the reference is queued soon after it. */
  private static final int LOOKS_PER_COLLECTION = 50;

  private static final AtomicInteger DECOYS = new AtomicInteger();

  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getEnclosingTestClasses().isEmpty()) {
      failOnLeaks(context.getDisplayName());
    }
  }

  /** Throws an {@link AssertionError} with the records of all leaks, if there are any. */
  static void failOnLeaks(String culprit) {
    List<String> leaks = takeLeaks();
    if (!leaks.isEmpty()) {
      throw new AssertionError(
          leaks.size() + " leaks in " + culprit + ":\n" + String.join("\n\n", leaks));
    }
  }

  /**
   * Finds the leaks of all that ran before this call, and takes them off the record. One class at a
   * time: of two that end together each would take the other's lost buffer off the record.
   */
  static synchronized List<String> takeLeaks() {
    List<String> leaks = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String decoy = "decoy <" + DECOYS.incrementAndGet() + ">";
      leak(decoy);
      collectUntilReported(decoy, leaks);
    }
    return leaks;
  }

  /** Loses a buffer, in a method of its own so that no variable still holds it. */
  static void leak(String hint) {
    ByteBuf lost = ByteBufAllocator.DEFAULT.buffer(1);
    lost.touch(hint);
  }

  private static void collectUntilReported(String decoy, List<String> leaks) {
    for (int i = 0; i < MAX_LOOKS; i++) {
      if (i % LOOKS_PER_COLLECTION == 0) {
        System.gc();
      }
      Thread.onSpinWait();
      // The detector looks into its queue when it is given a new buffer to track.
      ByteBufAllocator.DEFAULT.buffer(1).release();
      boolean reported = false;
      for (String report : RecordingLeakDetector.takeReports()) {
        if (report.contains(decoy)) {
          reported = true;
        } else {
          leaks.add(report);
        }
      }
      if (reported) {
        return;
      }
    }
    throw new IllegalStateException(
        "a leak made on purpose was not reported: is io.netty.customResourceLeakDetector set?");
  }
}
