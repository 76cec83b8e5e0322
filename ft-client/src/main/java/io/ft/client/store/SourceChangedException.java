package io.ft.client.store;

import java.io.IOException;

/** The source is another one than that of which bytes were handed on already. */
public final class SourceChangedException extends IOException {

  private static final long serialVersionUID = 1L;

  SourceChangedException(String message) {
    super(message);
  }
}
