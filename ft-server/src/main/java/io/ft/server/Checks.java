package io.ft.server;

/** Checks of settings. */
final class Checks {

  private Checks() {}

  static void inRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
