package io.ft.client.cli;

import io.ft.client.TransferException;
import io.ft.client.security.UntrustedServerException;

/** What a user of the program can do about a failure. */
final class Hints {

  private Hints() {}

  /** What went wrong, and what can be done about it. */
  static String of(TransferException failure) {
    String hint =
        switch (failure.error()) {
          case UNTRUSTED_SERVER -> waysToTrust(failure);
          case UNAUTHORIZED -> " (see --token-file)";
          default -> "";
        };
    return failure.getMessage() + hint;
  }

  /** Only where a server was judged; one of which something is known is not trusted anew. */
  private static String waysToTrust(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UntrustedServerException untrusted) {
        return untrusted.known() == UntrustedServerException.Known.NOTHING
            ? " (if that is the right one: --pin KEY, --trust-first-use, or --cacert FILE)"
            : " (if that is the right one: --pin KEY, or --cacert FILE)";
      }
    }
    return "";
  }
}
