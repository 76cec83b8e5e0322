package io.ft.server.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What everybody has set, the strongest word for each setting: the command line's, else the
 * environment's, else the file's. Reads the values; what is wrong with one is added to the problems
 * and its default taken, so that all problems are found at once.
 */
final class Values {

  private final Map<Setting<?>, List<Given>> given;
  private final Problems problems;

  /**
   * Of values that were given.
   *
   * @param given none of them empty
   */
  Values(Map<Setting<?>, List<Given>> given, Problems problems) {
    this.given = Map.copyOf(given);
    this.problems = problems;
  }

  /**
   * The strongest of what was said. A single folder and shares are one word.
   *
   * @param sources what was said, the weakest first
   */
  static Values of(List<Map<Setting<?>, List<Given>>> sources, Problems problems) {
    Map<Setting<?>, List<Given>> strongest = new LinkedHashMap<>();
    for (Map<Setting<?>, List<Given>> source : sources) {
      if (source.containsKey(ServerSettings.DIR) || source.containsKey(ServerSettings.SHARE)) {
        strongest.remove(ServerSettings.DIR);
        strongest.remove(ServerSettings.SHARE);
      }
      strongest.putAll(source);
    }
    return new Values(strongest, problems);
  }

  boolean isGiven(Setting<?> setting) {
    return given.containsKey(setting);
  }

  /** The value, or the default if there is one. */
  <T> @Nullable T find(Setting<T> setting) {
    List<Given> values = given.get(setting);
    // The last one counts, as everywhere on a command line.
    T value = values == null ? null : read(setting, values.get(values.size() - 1));
    return value == null ? standard(setting) : value;
  }

  /** The value of a setting that has a default. */
  <T> T get(Setting<T> setting) {
    return Objects.requireNonNull(find(setting));
  }

  /** All values of a setting that can have several, where each is written. */
  <T> List<Placed<T>> all(Setting<T> setting) {
    List<Placed<T>> all = new ArrayList<>();
    for (Given each : given.getOrDefault(setting, List.of())) {
      T value = read(setting, each);
      if (value != null) {
        all.add(new Placed<>(each.place(), value));
      }
    }
    return all;
  }

  /** A value, and where it is written. */
  record Placed<T>(String place, T value) {}

  /**
   * Something is wrong with a value that has been given and can be read.
   *
   * @param expected what was expected instead, for a user
   */
  void wrong(Setting<?> setting, String expected) {
    List<Given> values = Objects.requireNonNull(given.get(setting));
    Given last = values.get(values.size() - 1);
    problems.usage(last.place() + ": \"" + last.value() + "\" (expected: " + expected + ")");
  }

  /** Where the value is written. */
  String place(Setting<?> setting) {
    List<Given> values = given.get(setting);
    return values == null ? setting.option() : values.get(values.size() - 1).place();
  }

  Problems problems() {
    return problems;
  }

  /**
   * The value as it is written, for comparisons and for the log; "default" if nobody has set it.
   */
  String shown(Setting<?> setting) {
    List<Given> values = given.get(setting);
    if (values == null) {
      return setting.standard() == null ? "default" : setting.standard();
    }
    return setting.repeatable()
        ? values.stream().map(Given::value).collect(Collectors.joining(", "))
        : values.get(values.size() - 1).value();
  }

  private <T> @Nullable T read(Setting<T> setting, Given value) {
    try {
      return setting.kind().read(value.value());
    } catch (WrongValueException e) {
      problems.usage(value.place() + ": " + e.getMessage());
      return null;
    }
  }

  private static <T> @Nullable T standard(Setting<T> setting) {
    try {
      return setting.standard() == null ? null : setting.kind().read(setting.standard());
    } catch (WrongValueException e) {
      throw new IllegalStateException("a default of ours", e);
    }
  }
}
