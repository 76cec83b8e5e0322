package io.ft.client.torture;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How much of the torture to do, and what came of it. */
final class Torture {

  private static final boolean FULL = "full".equals(System.getProperty("ft.torture"));

  private final String name;
  private final Map<String, Integer> counts = new TreeMap<>();

  Torture(String name) {
    this.name = name;
  }

  /** Whether to do all of it. */
  static boolean isFull() {
    return FULL;
  }

  /** A number of rounds, or bytes. */
  static int choose(int shortVersion, int fullVersion) {
    return FULL ? fullVersion : shortVersion;
  }

  /** Something happened. */
  synchronized void count(String what) {
    count(what, 1);
  }

  synchronized void count(String what, int times) {
    counts.merge(what, times, Integer::sum);
  }

  /** One line on standard output, which is what the torture is run for. */
  synchronized void print() {
    System.out.println(
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ", "torture " + name + ": ", "")));
  }
}
