package io.ft.client.store;

import java.io.IOException;

/** The bytes are no state of a part file that this version has written. */
final class InvalidStateException extends IOException {

  private static final long serialVersionUID = 1L;

  InvalidStateException(String message) {
    super(message);
  }
}
