package io.ft.bench.load;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What mixed clients have done. Thread-safe. */
final class MixedCounts {

  private final Map<MixedAction, LongAdder> done = zeros();
  private final LongAdder errors = new LongAdder();
  private final AtomicReference<@Nullable String> firstError = new AtomicReference<>();

  private static Map<MixedAction, LongAdder> zeros() {
    EnumMap<MixedAction, LongAdder> counts = new EnumMap<>(MixedAction.class);
    for (MixedAction action : MixedAction.values()) {
      counts.put(action, new LongAdder());
    }
    return Collections.unmodifiableMap(counts);
  }

  /** Counts what went as it should; of {@link MixedAction#BREAK}, that it broke. */
  void done(MixedAction action) {
    LongAdder count = done.get(action);
    if (count != null) {
      count.increment();
    }
  }

  /** Counts what did not. */
  void failed(String why) {
    firstError.compareAndSet(null, why);
    errors.increment();
  }

  /** One JSON object on one line. */
  String toJson() {
    String counts =
        done.entrySet().stream()
            .map(entry -> "\"%s\":%d".formatted(entry.getKey().word(), entry.getValue().sum()))
            .collect(Collectors.joining(","));
    String first = firstError.get();
    return "{\"done\":{%s},\"errors\":%d,\"first_error\":%s}"
        .formatted(counts, errors.sum(), first == null ? "null" : JsonText.quoted(first));
  }
}
