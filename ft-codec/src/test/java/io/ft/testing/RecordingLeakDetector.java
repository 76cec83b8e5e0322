package io.ft.testing;

import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's leak detector with a memory: keeps each report for {@link LeakExtension} instead of
 * logging it. Reports of all detectors go to one place; any thread may report.
 *
 * <p>Netty creates it by reflection where the system property {@code
 * io.netty.customResourceLeakDetector} names it.
 */
public final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {

  private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

  /** What Netty calls. */
  public RecordingLeakDetector(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  /** What Netty's older factory method calls; it ignores {@code maxActive} too. */
  public RecordingLeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
    super(resourceType, samplingInterval);
  }

  /** Takes what was reported since the last call off the record. */
  static List<String> takeReports() {
    List<String> reports = new ArrayList<>();
    String report = REPORTS.poll();
    while (report != null) {
      reports.add(report);
      report = REPORTS.poll();
    }
    return reports;
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    REPORTS.add(resourceType + " was not released before it was garbage-collected." + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    reportTracedLeak(resourceType, " Nothing is known of its use.");
  }
}
