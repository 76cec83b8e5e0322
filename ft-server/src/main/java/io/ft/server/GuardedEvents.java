package io.ft.server;

import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a listener that throws from harming the connection that it hears about. */
final class GuardedEvents implements ServerEvents {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedEvents.class);

  private final ServerEvents events;

  GuardedEvents(ServerEvents events) {
    this.events = events;
  }

  @Override
  public void connectionOpened(SocketAddress remote) {
    guard(() -> events.connectionOpened(remote));
  }

  @Override
  public void connectionClosed(SocketAddress remote) {
    guard(() -> events.connectionClosed(remote));
  }

  @Override
  public void connectionRefused(SocketAddress remote, Refusal reason) {
    guard(() -> events.connectionRefused(remote, reason));
  }

  @Override
  public void dataSent(Dialect dialect, long bytes) {
    guard(() -> events.dataSent(dialect, bytes));
  }

  @Override
  public void exchangeEnded(ExchangeReport report) {
    guard(() -> events.exchangeEnded(report));
  }

  @Override
  public void connectionFailed(SocketAddress remote, String reason) {
    guard(() -> events.connectionFailed(remote, reason));
  }

  private static void guard(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.error("a listener for server events failed", e);
    }
  }
}
