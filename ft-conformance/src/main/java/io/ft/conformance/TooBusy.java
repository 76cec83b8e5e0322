package io.ft.conformance;

/**
 * The machine of the kit was too busy to do in time what the case is about, so that nothing was
 * found out. The message says what. It may be tried again.
 */
public final class TooBusy extends Exception {

  private static final long serialVersionUID = 1;

  /** Too busy for what the message says. */
  public TooBusy(String message) {
    super(message);
  }
}
