package io.ft.server;

import io.ft.codec.Printable;
import io.ft.server.ExchangeReport.Kind;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each event to the access log, on one line whatever the client sent. Thread-safe.
 *
 * <p>What follows the seconds has names, so that more can be added.
 */
public final class LoggingEvents implements ServerEvents {

  private static final Logger LOG = LoggerFactory.getLogger(AccessFields.LOGGER);

  @Override
  public void exchangeEnded(ExchangeReport report) {
    if (LOG.isInfoEnabled()) {
      LOG.info(line(report));
    }
  }

  @Override
  public void connectionFailed(SocketAddress remote, String reason) {
    if (LOG.isInfoEnabled()) {
      LOG.info("{} closed: {}", AccessFields.address(remote), Printable.escape(reason));
    }
  }

  /** The line for an exchange, without its end. */
  static String line(ExchangeReport report) {
    boolean isFile = report.kind() == Kind.FILE;
    StringBuilder line =
        new StringBuilder(160)
            .append(AccessFields.address(report.remote()))
            .append(identity(report))
            .append(' ')
            .append(AccessFields.lowerCase(report.dialect()))
            .append(' ')
            .append(
                AccessFields.lowerCase(report.code() == null ? report.outcome() : report.code()))
            .append(" \"")
            .append(Printable.escape(report.path()).replace("\"", "\\\""))
            .append("\" ")
            .append(isFile ? report.bytesSent() : report.entriesSent())
            .append(isFile ? " bytes " : " entries ")
            .append(AccessFields.seconds(report.durationNanos()))
            .append(" s");
    if (report.tls()) {
      line.append(" tls=yes");
    }
    if (isFile && report.bytesSent() > 0) {
      line.append(" rate=").append(AccessFields.bytesPerSecond(report));
      line.append(" checksums=").append(AccessFields.hasChecksums(report) ? "yes" : "no");
    }
    if (report.offset() > 0) {
      line.append(" offset=").append(report.offset());
    }
    if (!report.detail().isEmpty()) {
      line.append(": ").append(Printable.escape(report.detail()));
    }
    return line.toString();
  }

  private static String identity(ExchangeReport report) {
    return report.identity() == null
        ? ""
        : " as \"" + Printable.escape(report.identity()).replace("\"", "\\\"") + "\"";
  }
}
