package io.ft.conformance.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The text that says what the rules are. */
final class Specification {

  private static final Pattern RULE =
      Pattern.compile("^- \\*\\*([A-Z]-\\d+)\\*\\*", Pattern.MULTILINE);

  /** The repository, seen from where the tests run. */
  static final Path ROOT = Path.of("..");

  private Specification() {}

  /** The ids of all rules, in the order of the text. */
  static List<String> rules() throws IOException {
    String text = Files.readString(ROOT.resolve("docs/protocol.md"));
    return RULE.matcher(text).results().map((MatchResult rule) -> rule.group(1)).toList();
  }
}
