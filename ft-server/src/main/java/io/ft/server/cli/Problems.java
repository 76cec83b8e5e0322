package io.ft.server.cli;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the settings: all of it, so that nobody has to mend it one by one. */
final class Problems {

  /**
   * One of them.
   *
   * @param message where and what, for the operator
   * @param exitCode what the program ends with if it is the first one
   */
  record Problem(String message, int exitCode) {}

  private final List<Problem> problems = new ArrayList<>();

  /** Something is not written as it has to be. */
  void usage(String message) {
    problems.add(new Problem(message, ServeCommand.USAGE));
  }

  /** A file or a folder cannot be used. */
  void file(String message) {
    problems.add(new Problem(message, ServeCommand.BAD_FILE));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<Problem> all() {
    return List.copyOf(problems);
  }

  /** Throws if there are any. */
  void check() throws SettingsException {
    if (!problems.isEmpty()) {
      throw new SettingsException(all());
    }
  }
}
