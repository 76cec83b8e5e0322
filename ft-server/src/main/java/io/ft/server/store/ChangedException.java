package io.ft.server.store;

import java.io.IOException;

/** A file is no longer the one that was opened: replaced, rewritten, grown, shrunk or gone. */
public final class ChangedException extends IOException {

  private static final long serialVersionUID = 1L;

  public ChangedException(String message) {
    super(message);
  }
}
