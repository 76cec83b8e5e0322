package io.ft.server.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.ft.server.AccessFields;
import io.ft.server.ExchangeReport;
import io.ft.server.ServerEvents;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each event to the access log as one JSON object on one line, in printable ASCII: what a
 * client chose cannot end a line, nor turn the direction of writing. Thread-safe.
 */
public final class JsonAccessLog implements ServerEvents {

  /** Below the one of the access log: such a line has its time, and needs nothing before it. */
  private static final Logger LOG = LoggerFactory.getLogger(AccessFields.LOGGER + ".json");

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Clock clock;

  /** With the time of this machine. */
  public JsonAccessLog() {
    this(Clock.systemUTC());
  }

  JsonAccessLog(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void exchangeEnded(ExchangeReport report) {
    if (LOG.isInfoEnabled()) {
      LOG.info(line(report));
    }
  }

  @Override
  public void connectionFailed(SocketAddress remote, String reason) {
    if (LOG.isInfoEnabled()) {
      LOG.info(
          object(
              json -> {
                json.writeStringField("event", "connection_failed");
                json.writeStringField("address", AccessFields.address(remote));
                json.writeStringField("detail", reason);
              }));
    }
  }

  /** The line for an exchange, without its end. */
  String line(ExchangeReport report) {
    return object(
        json -> {
          json.writeStringField("event", "exchange");
          json.writeStringField("address", AccessFields.address(report.remote()));
          if (report.identity() != null) {
            json.writeStringField("identity", report.identity());
          }
          json.writeBooleanField("tls", report.tls());
          json.writeStringField("dialect", AccessFields.lowerCase(report.dialect()));
          json.writeStringField("kind", AccessFields.lowerCase(report.kind()));
          json.writeStringField("path", report.path());
          json.writeStringField("outcome", AccessFields.lowerCase(report.outcome()));
          if (report.code() != null) {
            json.writeStringField("code", AccessFields.lowerCase(report.code()));
          }
          json.writeNumberField("bytes", report.bytesSent());
          json.writeNumberField("entries", report.entriesSent());
          json.writeNumberField("offset", report.offset());
          json.writeFieldName("seconds");
          json.writeRawValue(AccessFields.seconds(report.durationNanos()));
          json.writeNumberField("bytes_per_second", AccessFields.bytesPerSecond(report));
          json.writeBooleanField("checksums", AccessFields.hasChecksums(report));
          if (!report.detail().isEmpty()) {
            json.writeStringField("detail", report.detail());
          }
        });
  }

  private String object(Fields fields) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", Instant.now(clock).truncatedTo(ChronoUnit.MILLIS).toString());
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }
}
