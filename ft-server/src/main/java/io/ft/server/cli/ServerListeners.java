package io.ft.server.cli;

import io.ft.server.Dialect;
import io.ft.server.ExchangeReport;
import io.ft.server.LoggingEvents;
import io.ft.server.ServerEvents;
import io.ft.server.admin.JsonAccessLog;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Gives what happens to the access log, whose format can change, and to the metrics. Thread-safe.
 */
final class ServerListeners implements ServerEvents {

  private static final ServerEvents NOBODY = new ServerEvents() {};

  private final ServerEvents metrics;
  private volatile ServerEvents log;

  /**
   * With an access log of {@code format}.
   *
   * @param metrics hear of all; null if nobody counts
   */
  ServerListeners(AccessLogFormat format, @Nullable ServerEvents metrics) {
    this.metrics = metrics == null ? NOBODY : metrics;
    log = log(format);
  }

  /** Another format from now on. */
  void change(AccessLogFormat format) {
    log = log(format);
  }

  private static ServerEvents log(AccessLogFormat format) {
    return switch (format) {
      case TEXT -> new LoggingEvents();
      case JSON -> new JsonAccessLog();
      case OFF -> NOBODY;
    };
  }

  @Override
  public void connectionOpened(SocketAddress remote) {
    metrics.connectionOpened(remote);
  }

  @Override
  public void connectionClosed(SocketAddress remote) {
    metrics.connectionClosed(remote);
  }

  @Override
  public void connectionRefused(SocketAddress remote, Refusal reason) {
    metrics.connectionRefused(remote, reason);
  }

  @Override
  public void dataSent(Dialect dialect, long bytes) {
    metrics.dataSent(dialect, bytes);
  }

  @Override
  public void exchangeEnded(ExchangeReport report) {
    metrics.exchangeEnded(report);
    log.exchangeEnded(report);
  }

  @Override
  public void connectionFailed(SocketAddress remote, String reason) {
    metrics.connectionFailed(remote, reason);
    log.connectionFailed(remote, reason);
  }
}
