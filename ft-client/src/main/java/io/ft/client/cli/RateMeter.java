package io.ft.client.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** The rate over the last seconds. */
final class RateMeter {

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(3);

  private record Sample(long nanos, long bytes) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** At {@code nanos} there were {@code bytes} in all. */
  void sample(long nanos, long bytes) {
    samples.addLast(new Sample(nanos, bytes));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /** Bytes a second; 0 until two samples lie apart. */
  double bytesPerSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long nanos = last.nanos - first.nanos;
    return nanos <= 0 ? 0 : (last.bytes - first.bytes) * 1e9 / nanos;
  }
}
