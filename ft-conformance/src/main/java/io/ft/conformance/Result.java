package io.ft.conformance;

import java.util.List;

/**
 * What came of a case.
 *
 * @param name of the case
 * @param rules that the case is about
 * @param outcome how it ended
 * @param detail what was expected and what came, or why it says nothing; empty if it passed
 * @param conversation what was said on its connections, a line a message
 */
public record Result(
    String name, List<String> rules, Outcome outcome, String detail, List<String> conversation) {

  public Result {
    rules = List.copyOf(rules);
    conversation = List.copyOf(conversation);
  }

  /** A result without a conversation. */
  public Result(String name, List<String> rules, Outcome outcome, String detail) {
    this(name, rules, outcome, detail, List.of());
  }

  /** Whether the peer does not do what the case is about. */
  public boolean isFault() {
    return outcome == Outcome.FAILED || outcome == Outcome.WEAK;
  }

  /** How a case ended. */
  public enum Outcome {
    /** The peer keeps the rules. */
    PASSED,
    /** It does not. */
    FAILED,
    /** It does not do what it should, which breaks no rule. */
    WEAK,
    /** This could not be found out. */
    SKIPPED
  }
}
