package io.ft.server;

/**
 * How many connections there may be. A client beyond that is told to come back, where its dialect
 * has a word for it, and sent away.
 *
 * @param max on the whole server, those that have not said a word included
 * @param maxPerAddress from one IPv4 address, or one IPv6 network of 64 bits
 */
public record ConnectionLimits(int max, int maxPerAddress) {

  /** For a server on a LAN. */
  public static final ConnectionLimits DEFAULT = new ConnectionLimits(20_000, 2_000);

  public ConnectionLimits {
    Checks.inRange("maxConnections", max, 1, 10_000_000);
    Checks.inRange("maxConnectionsPerAddress", maxPerAddress, 1, max);
  }
}
