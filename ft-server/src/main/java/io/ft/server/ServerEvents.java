package io.ft.server;

import java.net.SocketAddress;

/**
 * Hears what a server does. Methods are called on event loops, several at once: they must be
 * thread-safe and return fast. One that throws is logged and harms no connection.
 *
 * <p>Each connection that is accepted is told by one {@link #connectionOpened} and one {@link
 * #connectionClosed}; one that is not served, by one {@link #connectionRefused} in between. Each
 * exchange ends with one {@link #exchangeEnded}. A connection that goes wrong while it has no
 * exchange is told by one {@link #connectionFailed}.
 */
public interface ServerEvents {

  /** Why a connection is not served. */
  enum Refusal {
    /** There are as many as there may be. */
    CONNECTIONS,
    /** Its address has as many as it may have. */
    CONNECTIONS_OF_ADDRESS,
    /** Its address is not allowed. */
    ADDRESS
  }

  /** A connection was accepted, from {@code remote}. */
  default void connectionOpened(SocketAddress remote) {}

  /** A connection that was accepted is gone. */
  default void connectionClosed(SocketAddress remote) {}

  /** A connection that was accepted is not served: it is closed, or told to come back. */
  default void connectionRefused(SocketAddress remote, Refusal reason) {}

  /**
   * A connection has taken some data of a file, with every block and thus often.
   *
   * @param bytes at least 1; together those of an exchange are its {@link ExchangeReport#bytesSent}
   */
  default void dataSent(Dialect dialect, long bytes) {}

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
