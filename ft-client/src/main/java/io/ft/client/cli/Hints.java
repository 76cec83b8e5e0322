package io.ft.client.cli;

import io.ft.client.TransferException;

/** What a user of the program can do about a failure. */
final class Hints {

  private Hints() {}

  /** What went wrong, and what can be done about it. */
  static String of(TransferException failure) {
    String hint =
        switch (failure.error()) {
          case UNTRUSTED_SERVER ->
              " (if that is the right one: --pin KEY, --trust-first-use, or --cacert FILE)";
          case UNAUTHORIZED -> " (see --token-file)";
          default -> "";
        };
    return failure.getMessage() + hint;
  }
}
