package io.ft.server;

import java.net.SocketAddress;

/**
 * Hears what a server does. Methods are called on event loops, several at once: they must be
 * thread-safe and return fast. One that throws is logged and harms no connection.
 *
 * <p>Each exchange ends with one {@link #exchangeEnded}. A connection that goes wrong while it has
 * no exchange is told by one {@link #connectionFailed}.
 */
public interface ServerEvents {

  /** An exchange ended, well or not. */
  default void exchangeEnded(ExchangeReport report) {}

  /**
   * A connection without an exchange was closed because of its client.
   *
   * @param remote the client
   * @param reason what it did, or failed to do
   */
  default void connectionFailed(SocketAddress remote, String reason) {}
}
