package io.ft.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a peer keeps and breaks.
 *
 * @param peer what was tried, for people
 * @param results of all cases that ran, in their order
 */
public record Report(String peer, List<Result> results) {

  public Report {
    results = List.copyOf(results);
  }

  /** Whether no case failed, and at least one passed. */
  public boolean conforms() {
    return count(Result.Outcome.FAILED) == 0 && count(Result.Outcome.PASSED) > 0;
  }

  /** How many cases ended so. */
  public long count(Result.Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /** For people: what came of a case, in one line. */
  public static String line(Result result) {
    String line =
        "%-7s %-24s %s"
            .formatted(
                result.outcome().name().toLowerCase(Locale.ROOT),
                String.join(" ", result.rules()),
                result.name());
    return result.detail().isEmpty() ? line : line + ": " + result.detail();
  }

  /** As {@link #line}, and below it what was said in the case. */
  public static String story(Result result) {
    return Stream.concat(
            Stream.of(line(result)), result.conversation().stream().map(said -> "        " + said))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** The last line for people. */
  public String summary() {
    return "%s: %d passed, %d failed, %d weak, %d skipped"
        .formatted(
            peer,
            count(Result.Outcome.PASSED),
            count(Result.Outcome.FAILED),
            count(Result.Outcome.WEAK),
            count(Result.Outcome.SKIPPED));
  }

  /** Writes all of it for programs; {@code out} stays open. */
  public void writeJson(Writer out) throws IOException {
    try (JsonGenerator json =
        new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("peer", peer);
      json.writeNumberField("passed", count(Result.Outcome.PASSED));
      json.writeNumberField("failed", count(Result.Outcome.FAILED));
      json.writeNumberField("weak", count(Result.Outcome.WEAK));
      json.writeNumberField("skipped", count(Result.Outcome.SKIPPED));
      json.writeArrayFieldStart("cases");
      for (Result result : results) {
        write(json, result);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Result result) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", result.name());
    json.writeFieldName("rules");
    json.writeArray(result.rules().toArray(String[]::new), 0, result.rules().size());
    json.writeStringField("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    json.writeStringField("detail", result.detail());
    if (result.isFault()) {
      json.writeFieldName("conversation");
      json.writeArray(
          result.conversation().toArray(String[]::new), 0, result.conversation().size());
    }
    json.writeEndObject();
  }
}
