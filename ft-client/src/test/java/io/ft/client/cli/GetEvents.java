package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.nio.file.Path;

/** Reads what {@code ft get --json} prints, and holds it against the published schema. */
final class GetEvents {

  private static final Path SCHEMA = Path.of("..", "docs", "get-events.schema.json");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(SchemaLocation.of(SCHEMA.toAbsolutePath().toUri().toString()));

  private GetEvents() {}

  /** Fails if {@code line} is not an event as the schema has it. */
  static void check(String line) {
    assertThat(
            VALIDATOR.validate(
                line,
                InputFormat.JSON,
                execution -> execution.getExecutionConfig().setFormatAssertionsEnabled(true)))
        .as(line)
        .isEmpty();
  }

  /** An event that is as the schema has it. */
  static JsonNode read(String line) {
    check(line);
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}
