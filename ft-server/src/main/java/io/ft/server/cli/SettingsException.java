package io.ft.server.cli;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used. */
final class SettingsException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  private final transient List<Problems.Problem> problems;

  SettingsException(List<Problems.Problem> problems) {
    super(problems.stream().map(Problems.Problem::message).collect(Collectors.joining("; ")));
    this.problems = problems;
  }

  /** All that is wrong; at least one thing. */
  List<Problems.Problem> problems() {
    return problems;
  }
}
