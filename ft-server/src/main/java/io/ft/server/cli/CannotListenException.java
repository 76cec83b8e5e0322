package io.ft.server.cli;

import java.io.IOException;
import java.io.Serial;
import java.net.BindException;

/** An address cannot be listened on. */
final class CannotListenException extends IOException {

  @Serial private static final long serialVersionUID = 1;

  CannotListenException(String address, BindException cause) {
    super("cannot listen on " + address + ": " + cause.getMessage(), cause);
  }
}
