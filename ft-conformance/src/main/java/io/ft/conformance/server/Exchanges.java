package io.ft.conformance.server;

import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Message;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Several exchanges at once, whose frames may come in any order. */
final class Exchanges {

  private Exchanges() {}

  /** The exchanges {@code first} to {@code last}, each for all of {@code path}, end well. */
  static void expectAll(Session session, int first, int last, String path)
      throws IOException, Violation, NotApplicable {
    Map<Integer, String> paths = new HashMap<>();
    for (int id = first; id <= last; id++) {
      paths.put(id, path);
    }
    expectAll(session, paths);
  }

  /** Each exchange, with a READY for all of its file, ends well. */
  static void expectAll(Session session, Map<Integer, String> paths)
      throws IOException, Violation, NotApplicable {
    Map<Integer, Range> ranges = new HashMap<>();
    Map<Integer, String> running = new HashMap<>(paths);
    while (!running.isEmpty()) {
      Message message = session.next("a frame for one of " + running.keySet());
      String path = running.get(message.id());
      Range range = ranges.get(message.id());
      if (path != null && range == null && message instanceof Message.Exists exists) {
        ranges.put(message.id(), new Range(exists, 0, Ask.ALL));
      } else if (range != null && path != null && message instanceof Message.Block block) {
        range.add(block);
      } else if (range != null && path != null && message instanceof Message.End end) {
        Contents.expect(path, range.end(end));
        running.remove(message.id());
      } else {
        throw new Violation(
            "got %s (expected: a frame for one of %s)"
                .formatted(Message.describe(message), running.keySet()));
      }
    }
  }
}
