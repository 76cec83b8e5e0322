package io.ft.conformance.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * What of a rule the kit cannot see from outside, or not yet in any peer, and the tests of this
 * build that show it of our own code.
 *
 * @param why the kit does not
 * @param tests the paths of their sources from the root of the repository; none if there is nothing
 *     to show
 */
record Elsewhere(String why, List<String> tests) {

  /** By the id of the rule. */
  static Map<String, Elsewhere> all() throws IOException {
    try (InputStream in = Elsewhere.class.getResourceAsStream("elsewhere.json")) {
      if (in == null) {
        throw new FileNotFoundException("elsewhere.json");
      }
      Map<String, Elsewhere> all = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> rule : new ObjectMapper().readTree(in).properties()) {
        all.put(
            rule.getKey(),
            new Elsewhere(
                rule.getValue().get("why").asText(),
                StreamSupport.stream(rule.getValue().get("tests").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList()));
      }
      return all;
    }
  }
}
