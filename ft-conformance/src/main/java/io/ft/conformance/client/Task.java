package io.ft.conformance.client;

/** What a client is started for. For each there is a command of its own. */
public enum Task {
  /** Fetches one file. */
  FETCH("COMMAND"),
  /** Fetches several files on one connection. */
  MANY("--many-command"),
  /** Fetches a folder with all that is below. */
  TREE("--tree-command"),
  /** Prints the names in a folder. */
  LIST("--list-command"),
  /** Fetches one file, and goes on where it was if it is started again in the same folder. */
  RESUME("--resume-command"),
  /**
   * Fetches one file, and has a token that its operator has not allowed to be sent in the clear.
   */
  TOKEN("--token-command"),
  /** Fetches one file in the classic dialect. */
  CLASSIC("--classic-command");

  private final String option;

  Task(String option) {
    this.option = option;
  }

  /** What gives the command on the command line of the kit. */
  public String option() {
    return option;
  }

  /** The first byte of each of its connections says which dialect it speaks. */
  boolean isFramed() {
    return this != CLASSIC;
  }
}
