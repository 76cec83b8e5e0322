package io.ft.conformance.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServerCasesTest {

  private static final Path SPECIFICATION = Path.of("../docs/protocol.md");

  @Test
  void eachCaseHasANameOfItsOwn() {
    List<String> names = ServerCases.all().stream().map(Case::name).toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void theRulesOfTheCasesAreInTheSpecification() throws IOException {
    Set<String> rules =
        Pattern.compile("^- \\*\\*([A-Z]-\\d+)\\*\\*", Pattern.MULTILINE)
            .matcher(Files.readString(SPECIFICATION))
            .results()
            .map((MatchResult rule) -> rule.group(1))
            .collect(Collectors.toSet());
    assertThat(ServerCases.all()).flatExtracting(Case::rules).isSubsetOf(rules);
  }
}
