package io.ft.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What steady downloads came to.
 *
 * @param samples how much had come, in the order of time
 * @param clientBytes the bytes that came to each client
 * @param failed how many clients failed; a client that did asks for nothing more
 * @param failure why the first of them did
 */
record SteadyResult(
    List<Sample> samples, List<Long> clientBytes, int failed, @Nullable String failure) {

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * What had come by then.
   *
   * @param nanos since the start
   * @param bytes of all clients
   */
  record Sample(long nanos, long bytes) {}

  SteadyResult {
    samples = List.copyOf(samples);
    clientBytes = List.copyOf(clientBytes);
  }

  /** One JSON object on one line. */
  String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"clients\":%d,\"failed\":%d,\"failure\":%s,\"samples\":[%s],\"client_bytes\":[%s]}",
        clientBytes.size(),
        failed,
        failure == null ? "null" : JsonText.quoted(failure),
        samples.stream().map(SteadyResult::sample).collect(Collectors.joining(",")),
        clientBytes.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  private static String sample(Sample sample) {
    return String.format(
        Locale.ROOT, "[%.3f,%d]", sample.nanos() / NANOS_PER_SECOND, sample.bytes());
  }
}
