package io.ft.conformance.rules;

import io.ft.conformance.Case;
import io.ft.conformance.client.ClientCases;
import io.ft.conformance.server.ServerCases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which cases try which rules, as a page. */
final class RuleIndex {

  private static final int SHOWN_NAMES = 6;

  private static final String HEAD =
      """
      # The rules, and what tries each

      One line for each rule of [protocol.md](protocol.md). *Server* and *client* list the cases of the conformance kit
      ([conformance.md](conformance.md)) that try it from outside, in any implementation. *Elsewhere* says what cannot be seen
      from outside, and which tests show it of our own code. This page is written by `RuleIndexTest`, which fails when it is not
      up to date, or when a rule has no line that says something.

      | rule | server | client | elsewhere |
      | --- | --- | --- | --- |
      """;

  private RuleIndex() {}

  static String page() throws IOException {
    Map<String, Elsewhere> elsewhere = Elsewhere.all();
    StringBuilder page = new StringBuilder(HEAD);
    for (String rule : Specification.rules()) {
      page.append("| ").append(rule);
      page.append(" | ").append(names(namesOf(ServerCases.all(), rule)));
      page.append(" | ").append(names(namesOf(ClientCases.all(), rule)));
      page.append(" | ").append(text(elsewhere.get(rule))).append(" |\n");
    }
    return page.toString();
  }

  static <C> List<String> namesOf(List<Case<C>> cases, String rule) {
    return cases.stream().filter(trial -> trial.rules().contains(rule)).map(Case::name).toList();
  }

  private static String names(List<String> names) {
    List<String> shown = new ArrayList<>(names.subList(0, Math.min(SHOWN_NAMES, names.size())));
    if (names.size() > SHOWN_NAMES) {
      shown.add((names.size() - SHOWN_NAMES) + " more");
    }
    return shown.stream().map(name -> name.replace("|", "\\|")).collect(Collectors.joining("; "));
  }

  private static String text(@Nullable Elsewhere elsewhere) {
    if (elsewhere == null) {
      return "";
    }
    String tests =
        elsewhere.tests().stream()
            .map(path -> path.substring(path.lastIndexOf('/') + 1).replaceAll("\\..*", ""))
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return tests.isEmpty() ? elsewhere.why() : elsewhere.why() + ": " + tests;
  }
}
