package io.ft.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.server.ExchangeReport.Kind;
import io.ft.server.ExchangeReport.Outcome;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The lines of the access log, character for character: others read them. */
class AccessLogLinesTest {

  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 53_898);
  private static final InetSocketAddress CLIENT6 = new InetSocketAddress("2001:db8::7", 53_898);

  @Test
  void fileOfTheFramedDialect() {
    assertThat(
            LoggingEvents.line(
                file(CLIENT, null, Dialect.FRAMED, false, "disk.img", Outcome.SENT, null, 0, "")))
        .isEqualTo(
            "192.0.2.7:53898 framed sent \"disk.img\" 3145728 bytes 0.106 s"
                + " rate=29676679 checksums=yes");
  }

  @Test
  void resumedFileOfANamedClientWithTls() {
    assertThat(
            LoggingEvents.line(
                file(
                    CLIENT6, "backup", Dialect.FRAMED, true, "a b", Outcome.SENT, null, 1_024, "")))
        .isEqualTo(
            "[2001:db8::7]:53898 as \"backup\" framed sent \"a b\" 3145728 bytes 0.106 s"
                + " tls=yes rate=29676679 checksums=yes offset=1024");
  }

  @Test
  void failureOfTheClassicDialectWithAHostileNameAndReason() {
    assertThat(
            LoggingEvents.line(
                file(
                    CLIENT,
                    null,
                    Dialect.CLASSIC,
                    false,
                    "a\n\"b\u202e\u001b[31m",
                    Outcome.FAILED,
                    ErrorCode.CHANGED,
                    0,
                    "two\nlines")))
        .isEqualTo(
            "192.0.2.7:53898 classic changed \"a\\n\\\"b\\u{202E}\\u{1B}[31m\" 3145728 bytes 0.106 s"
                + " rate=29676679 checksums=no: two\\nlines");
  }

  @Test
  void listing() {
    ExchangeReport report =
        new ExchangeReport(
            CLIENT,
            null,
            Dialect.FRAMED,
            false,
            Kind.LISTING,
            "photos",
            Outcome.SENT,
            null,
            0,
            0,
            10_234,
            87_000_000,
            "");

    assertThat(LoggingEvents.line(report))
        .isEqualTo("192.0.2.7:53898 framed sent \"photos\" 10234 entries 0.087 s");
  }

  private static ExchangeReport file(
      InetSocketAddress client,
      @Nullable String identity,
      Dialect dialect,
      boolean tls,
      String path,
      Outcome outcome,
      @Nullable ErrorCode code,
      long offset,
      String detail) {
    return new ExchangeReport(
        client,
        identity,
        dialect,
        tls,
        Kind.FILE,
        path,
        outcome,
        code,
        offset,
        3_145_728,
        0,
        106_000_000,
        detail);
  }
}
