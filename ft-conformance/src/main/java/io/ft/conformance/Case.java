package io.ft.conformance;

import java.util.List;

/**
 * One thing that a peer must or should do.
 *
 * @param name what it does, in a few words; unique
 * @param rules the ids of the rules that say so, such as {@code H-9}
 * @param level how much the rules ask for it
 * @param trial finds out
 * @param <C> what the trial needs to know about the peer
 */
public record Case<C>(String name, List<String> rules, Level level, Trial<C> trial) {

  /** How much a rule asks for something. */
  public enum Level {
    /** A peer that does not do it breaks the rule. */
    MUST,
    /** A peer that does not do it may have a reason. */
    SHOULD
  }

  public Case {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("rules: none for " + name);
    }
  }

  /** A case for what a peer must do. */
  public Case(String name, List<String> rules, Trial<C> trial) {
    this(name, rules, Level.MUST, trial);
  }

  /** A case for {@code rules}, ids with a blank between them. */
  public static <C> Case<C> of(String rules, String name, Trial<C> trial) {
    return new Case<>(name, List.of(rules.split(" ")), trial);
  }

  /** As {@link #of}, for what a peer should do. */
  public static <C> Case<C> should(String rules, String name, Trial<C> trial) {
    return new Case<>(name, List.of(rules.split(" ")), Level.SHOULD, trial);
  }

  /** Finds out whether a peer does it. */
  @FunctionalInterface
  public interface Trial<C> {

    /**
     * Returns if the peer does it.
     *
     * @throws Violation if it does something else
     * @throws NotApplicable if that cannot be found out with this peer
     * @throws TooBusy if it could not be found out this time
     * @throws java.io.IOException if the connection fails where it must not, which is a violation,
     *     too
     */
    void run(C peer) throws Exception;
  }
}
