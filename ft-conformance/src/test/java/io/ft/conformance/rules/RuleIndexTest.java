package io.ft.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.conformance.Case;
import io.ft.conformance.client.ClientCases;
import io.ft.conformance.server.ServerCases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That no rule is forgotten, and the page about them is right. */
class RuleIndexTest {

  @Test
  void everyRuleIsTriedOrSaysWhyNot() throws Exception {
    Map<String, Elsewhere> elsewhere = Elsewhere.all();

    assertThat(Specification.rules())
        .hasSizeGreaterThan(100)
        .allSatisfy(
            rule ->
                assertThat(
                        !RuleIndex.namesOf(ServerCases.all(), rule).isEmpty()
                            || !RuleIndex.namesOf(ClientCases.all(), rule).isEmpty()
                            || elsewhere.containsKey(rule))
                    .as(rule)
                    .isTrue());
  }

  @Test
  void whatIsTriedIsRuleOfTheSpecification() throws Exception {
    List<String> rules = Specification.rules();

    assertThat(ServerCases.all()).flatMap(Case::rules).isSubsetOf(rules);
    assertThat(ClientCases.all()).flatMap(Case::rules).isSubsetOf(rules);
    assertThat(Elsewhere.all().keySet()).isSubsetOf(rules);
  }

  @Test
  void namesOfCasesAreUnique() {
    assertThat(ServerCases.all()).extracting(Case::name).doesNotHaveDuplicates();
    assertThat(ClientCases.all()).extracting(Case::name).doesNotHaveDuplicates();
  }

  @Test
  void testsElsewhereAreThere() throws Exception {
    for (Elsewhere elsewhere : Elsewhere.all().values()) {
      assertThat(elsewhere.tests())
          .allSatisfy(path -> assertThat(Specification.ROOT.resolve(path)).isRegularFile());
    }
  }

  /**
   * To write it anew: {@code mvn -pl ft-conformance -am test -Dtest=RuleIndexTest
   * -Dft.writePages=true}.
   */
  @Test
  void pageIsUpToDate() throws Exception {
    Path page = Specification.ROOT.resolve("docs/rules.md");
    if (Boolean.getBoolean("ft.writePages")) {
      Files.writeString(page, RuleIndex.page());
    }
    assertThat(page).content().isEqualTo(RuleIndex.page());
  }
}
