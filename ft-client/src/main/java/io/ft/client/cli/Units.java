package io.ft.client.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Units {

  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Units() {}

  /** A number of bytes, such as {@code 1.5 MiB}. */
  static String bytes(long bytes) {
    double amount = (double) bytes;
    int unit = 0;
    // What would be rounded to 1024.0 is one of the next unit.
    while (amount >= (unit == 0 ? 1024 : 1023.95) && unit < BYTE_UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, BYTE_UNITS[unit]);
  }

  /** A duration, such as {@code 0:07} or {@code 1:02:03}. */
  static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** A rate, such as {@code 1.5 MiB/s}. */
  static String rate(double bytesPerSecond) {
    return bytes(Math.round(bytesPerSecond)) + "/s";
  }
}
