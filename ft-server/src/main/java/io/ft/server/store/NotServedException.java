package io.ft.server.store;

import java.io.IOException;

/**
 * The store serves nothing under this name. Its message says why, for the server's own log: a
 * client must not learn it.
 */
public final class NotServedException extends IOException {

  private static final long serialVersionUID = 1L;

  public NotServedException(String message) {
    super(message);
  }
}
