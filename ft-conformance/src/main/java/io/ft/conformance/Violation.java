package io.ft.conformance;

/** The peer did what no rule allows. The message says what was expected, and what came. */
public final class Violation extends Exception {

  private static final long serialVersionUID = 1;

  /** A violation that the message describes. */
  public Violation(String message) {
    super(message);
  }
}
