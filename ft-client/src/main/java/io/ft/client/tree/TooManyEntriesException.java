package io.ft.client.tree;

/** A server listed more than the caller wants to hold. */
public final class TooManyEntriesException extends Exception {

  private static final long serialVersionUID = 1L;

  TooManyEntriesException(long maxEntries) {
    super("the server lists more than " + maxEntries + " names");
  }
}
