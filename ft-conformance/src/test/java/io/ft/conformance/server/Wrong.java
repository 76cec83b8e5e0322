package io.ft.conformance.server;

import io.ft.conformance.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A server that breaks a rule.
 *
 * @param name what it does wrong
 * @param defect makes it do so, one for each connection
 * @param cases that are tried on it
 * @param failing those of them that fail, and no others: their rules, and their names
 */
record Wrong(
    String name, Supplier<Defect> defect, List<Case<ServerUnderTest>> cases, List<String> failing) {

  /** One on which no case is tried yet. */
  static Wrong server(String name, Supplier<Defect> defect) {
    return new Wrong(name, defect, List.of(), List.of());
  }

  /** This one, and these cases are tried on it, too. */
  Wrong tried(List<Case<ServerUnderTest>> more) {
    List<Case<ServerUnderTest>> all = new ArrayList<>(cases);
    all.addAll(more);
    return new Wrong(name, defect, all, failing);
  }

  /** This one, on which these cases fail. */
  Wrong fails(String... expected) {
    return new Wrong(name, defect, cases, List.of(expected));
  }

  @Override
  public String toString() {
    return name;
  }
}
