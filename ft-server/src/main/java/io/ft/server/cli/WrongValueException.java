package io.ft.server.cli;

import java.io.Serial;

/** A value is not one that its setting can have. */
final class WrongValueException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what was given and what can be.
   *
   * @param expected what was expected, for a user
   */
  WrongValueException(String value, String expected) {
    super("\"" + value + "\" (expected: " + expected + ")");
  }
}
