package io.ft.codec;

/** Argument checks whose messages name the value and what was expected of it. */
final class Checks {

  private Checks() {}

  static int exchangeId(int id) {
    return inRange("id", id, 1, Integer.MAX_VALUE);
  }

  static int idOrConnection(int id) {
    return inRange("id", id, Message.CONNECTION, Integer.MAX_VALUE);
  }

  static int inRange(String name, int value, int min, int max) {
    inRange(name, (long) value, min, max);
    return value;
  }

  static String lowerCaseHex(String name, String digits) {
    for (int i = 0; i < digits.length(); i++) {
      char digit = digits.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        throw new IllegalArgumentException(
            name + ": " + Printable.escape(digits) + " (expected: lower-case hexadecimal)");
      }
    }
    if (digits.length() % 2 != 0) {
      throw new IllegalArgumentException(name + ": odd number of digits: " + digits.length());
    }
    return digits;
  }

  static long notNegative(String name, long value) {
    return inRange(name, value, 0, Long.MAX_VALUE);
  }

  static long inRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
    return value;
  }
}
