package io.ft.client.cli;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes JSON for scripts: one object a line, in printable ASCII, so that it is right in every
 * locale and harmless on a terminal, whatever a name consists of. Thread-safe.
 */
final class JsonLine {

  /** All above it, DEL included, is written as {@code \\uXXXX}. */
  private static final int LAST_PRINTABLE_ASCII = '~';

  /** What an object consists of. */
  interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private final JsonGenerator json;

  /** Writes to {@code out}, which stays open. */
  JsonLine(Writer out) throws IOException {
    json =
        new JsonFactoryBuilder()
            .rootValueSeparator((String) null)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .createGenerator(out)
            .setHighestNonEscapedChar(LAST_PRINTABLE_ASCII);
  }

  /** Writes an object; {@link #flush} makes sure that it is read. */
  synchronized void write(Fields fields) throws IOException {
    json.writeStartObject();
    fields.writeTo(json);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Hands on what was written. */
  synchronized void flush() throws IOException {
    json.flush();
  }
}
