package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON, one object a line, right for any text. */
class JsonLineTest {

  private final StringWriter out = new StringWriter();

  @Test
  void objectIsALine() throws Exception {
    JsonLine lines = new JsonLine(out);

    lines.write(
        json -> {
          json.writeStringField("name", "a");
          json.writeNumberField("size", Long.MAX_VALUE);
        });
    lines.write(json -> json.writeNullField("tag"));
    lines.flush();

    assertThat(out.toString())
        .isEqualTo("{\"name\":\"a\",\"size\":9223372036854775807}\n{\"tag\":null}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"quoted\" and back\\slash",
        "line\nbreak\r\ttab\b\f",
        "\u0000\u0001\u001b[2J\u001f",
        "\u007f\u0080\u009b\u00a0",
        "Grüße",
        "\u2028\u2029\u202e\ufeff",
        "\ud83d\ude00",
        "\udc80 alone",
        "</script>"
      })
  void anyTextIsPrintableAsciiAndReadsBackAsTheSame(String text) throws Exception {
    JsonLine lines = new JsonLine(out);

    lines.write(json -> json.writeStringField(text, text));
    lines.flush();

    assertThat(out.toString()).matches("[ -~]+\n");
    assertThat(strings(out.toString())).containsExactly(text, text);
  }

  private static List<String> strings(String document) throws IOException {
    List<String> strings = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(document)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
          strings.add(parser.getText());
        }
      }
    }
    return strings;
  }
}
