package io.ft.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ft.codec.ErrorCode;
import io.ft.server.Dialect;
import io.ft.server.ExchangeReport;
import io.ft.server.ExchangeReport.Kind;
import io.ft.server.ExchangeReport.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The access log as JSON, character for character. */
class JsonAccessLogTest {

  private static final JsonAccessLog LOG =
      new JsonAccessLog(Clock.fixed(Instant.parse("2026-11-22T21:53:11.035Z"), ZoneOffset.UTC));

  @Test
  void fileIsAnObject() {
    assertThat(LOG.line(report("disk.img", "backup", Outcome.SENT, "")))
        .isEqualTo(
            "{\"time\":\"2026-11-22T21:53:11.035Z\",\"event\":\"exchange\","
                + "\"address\":\"192.0.2.7:53898\",\"identity\":\"backup\",\"tls\":true,"
                + "\"dialect\":\"framed\",\"kind\":\"file\",\"path\":\"disk.img\","
                + "\"outcome\":\"sent\",\"bytes\":3145728,\"entries\":0,\"offset\":1024,"
                + "\"seconds\":0.106,\"bytes_per_second\":29676679,\"checksums\":true}");
  }

  @Test
  void hostileNameIsPrintableAsciiAndComesBackAsItWas() throws IOException {
    String hostile = "a\nb\"\\\u202e\u2028\u0085\u001b[31m\ud83d\ude00ü";

    String line = LOG.line(report(hostile, "x", Outcome.FAILED, "two\nlines"));

    assertThat(line)
        .contains("\"path\":\"a\\nb\\\"\\\\\\u202E\\u2028\\u0085\\u001B[31m\\uD83D\\uDE00\\u00FC\"")
        .contains("\"code\":\"changed\"", "\"detail\":\"two\\nlines\"")
        .matches("[ -~]*");
    assertThat(valueOf(line, "path")).isEqualTo(hostile);
  }

  private static ExchangeReport report(
      String path, String identity, Outcome outcome, String detail) {
    return new ExchangeReport(
        new InetSocketAddress("192.0.2.7", 53_898),
        identity,
        Dialect.FRAMED,
        true,
        Kind.FILE,
        path,
        outcome,
        outcome == Outcome.FAILED ? ErrorCode.CHANGED : null,
        1_024,
        3_145_728,
        0,
        106_000_000,
        detail);
  }

  private static String valueOf(String json, String field) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().equals(field)) {
          parser.nextToken();
          return parser.getText();
        }
      }
    }
    throw new AssertionError("no " + field);
  }
}
