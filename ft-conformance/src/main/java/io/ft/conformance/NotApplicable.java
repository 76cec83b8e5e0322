package io.ft.conformance;

/** The case says nothing about this peer. The message says why. */
public final class NotApplicable extends Exception {

  private static final long serialVersionUID = 1;

  /** Not applicable for the reason that the message gives. */
  public NotApplicable(String message) {
    super(message);
  }
}
