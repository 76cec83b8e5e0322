package io.ft.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a client has seen of a server until now, with all that it asked there. A server that is away
 * for a moment, as when it is started anew, is judged by this and not by the one request that fell
 * into that moment.
 *
 * <p>Thread-safe.
 */
final class ServerHistory {

  private final AtomicLong gains = new AtomicLong();
  private volatile boolean reached;
  private volatile boolean secured;

  /** A connection to it stands. */
  void reached() {
    reached = true;
  }

  /** Whether there ever was a connection to it. */
  boolean wasReached() {
    return reached;
  }

  /** A TLS handshake with it has succeeded. */
  void secured() {
    secured = true;
  }

  /** Whether a TLS handshake with it ever succeeded. */
  boolean wasSecured() {
    return secured;
  }

  /**
   * Something came that stays: a block was verified, or a request was answered to its end. As often
   * as there is something to fetch and no oftener, so that whoever waits for gains comes to an end.
   */
  void gained() {
    gains.incrementAndGet();
  }

  /** How often something came that stays. */
  long gains() {
    return gains.get();
  }
}
