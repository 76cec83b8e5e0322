package io.ft.server;

import io.ft.codec.Printable;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each event to the log, on one line whatever the client sent. */
final class LoggingEvents implements ServerEvents {

  private static final Logger LOG = LoggerFactory.getLogger("io.ft.server.access");

  @Override
  public void exchangeEnded(ExchangeReport report) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    LOG.info(
        "{}{} {} {} \"{}\" {} {} s{}",
        address(report.remote()),
        report.identity() == null ? "" : " as \"" + report.identity() + "\"",
        lowerCase(report.dialect()),
        report.code() == null ? lowerCase(report.outcome()) : lowerCase(report.code()),
        Printable.escape(report.path()),
        sent(report),
        seconds(report.durationNanos()),
        report.detail().isEmpty() ? "" : ": " + Printable.escape(report.detail()));
  }

  @Override
  public void connectionFailed(SocketAddress remote, String reason) {
    LOG.info("{} closed: {}", address(remote), Printable.escape(reason));
  }

  private static String sent(ExchangeReport report) {
    return switch (report.kind()) {
      case FILE -> report.bytesSent() + " bytes";
      case LISTING -> report.entriesSent() + " entries";
    };
  }

  /** In steps of a millisecond. String.format would take longer than to open the file. */
  private static String seconds(long nanos) {
    long millis = (nanos + 500_000) / 1_000_000;
    String fraction = String.valueOf(1_000 + millis % 1_000);
    return millis / 1_000 + "." + fraction.substring(1);
  }

  private static String address(SocketAddress address) {
    return address instanceof InetSocketAddress internet
        ? NetUtil.toSocketAddressString(internet)
        : address.toString();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
