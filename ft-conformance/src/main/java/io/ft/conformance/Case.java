package io.ft.conformance;

import java.util.List;

/**
 * One thing that a peer must do.
 *
 * @param name what it must do, in a few words; unique
 * @param rules the ids of the rules that say so, such as {@code H-9}
 * @param trial finds out
 * @param <C> what the trial needs to know about the peer
 */
public record Case<C>(String name, List<String> rules, Trial<C> trial) {

  public Case {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("rules: none for " + name);
    }
  }

  /** A case for {@code rules}, ids with a blank between them. */
  public static <C> Case<C> of(String rules, String name, Trial<C> trial) {
    return new Case<>(name, List.of(rules.split(" ")), trial);
  }

  /** Finds out whether a peer does what it must. */
  @FunctionalInterface
  public interface Trial<C> {

    /**
     * Returns if the peer does it.
     *
     * @throws Violation if it does something else
     * @throws NotApplicable if that cannot be found out with this peer
     * @throws java.io.IOException if the connection fails where it must not, which is a violation,
     *     too
     */
    void run(C peer) throws Exception;
  }
}
