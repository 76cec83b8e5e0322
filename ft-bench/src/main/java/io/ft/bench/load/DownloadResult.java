package io.ft.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a run of downloads came to.
 *
 * @param requests of each client
 * @param bytes of all files
 * @param completionNanos for each client, from the common start to the end of its last download, in
 *     ascending order
 */
record DownloadResult(int clients, int requests, long bytes, List<Long> completionNanos) {

  private static final double NANOS_PER_SECOND = 1e9;

  DownloadResult {
    completionNanos = completionNanos.stream().sorted().toList();
  }

  /** One JSON object on one line. */
  String toJson() {
    String completions =
        completionNanos.stream().map(DownloadResult::seconds).collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "{\"clients\":%d,\"requests\":%d,\"bytes\":%d,\"wall_seconds\":%s,"
            + "\"completion_seconds\":[%s]}",
        clients,
        requests,
        bytes,
        seconds(completionNanos.get(completionNanos.size() - 1)),
        completions);
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.6f", nanos / NANOS_PER_SECOND);
  }
}
