package io.ft.bench.load;

import java.io.IOException;
import java.util.List;

/** Opens many connections. */
final class Connections {

  /** Fewer than the shortest backlog that servers usually have. */
  private static final int BATCH = 100;

  private Connections() {}

  /** Connects each of {@code clients}, and returns when all are ready. */
  static void open(Dialer dialer, List<? extends LoadClient> clients, Deadline deadline)
      throws IOException, InterruptedException {
    for (int from = 0; from < clients.size(); from += BATCH) {
      List<? extends LoadClient> batch =
          clients.subList(from, Math.min(clients.size(), from + BATCH));
      batch.forEach(dialer::dial);
      deadline.await(batch.stream().map(LoadClient::ready).toList());
    }
  }
}
