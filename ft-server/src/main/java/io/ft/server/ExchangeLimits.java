package io.ft.server;

import io.ft.codec.Limits;

/**
 * How many exchanges (files and listings) may run, and how many may wait for that.
 *
 * <p>What finds no place waits in line, each address in a line of its own; whose turn it is goes
 * round the addresses. So an address that asks for a thousand files is one among others. Who has
 * waited for {@code maxWaitMillis} is told its place and when to ask again.
 *
 * @param max running on all connections together
 * @param maxPerAddress running for one IPv4 address, or one IPv6 network of 64 bits
 * @param maxPerConnection open on one connection, running or waiting; each client is told
 * @param maxWaiting in all lines together; 0 for no lines, so that every client is told at once
 * @param maxWaitMillis how long one waits in line, in milliseconds. To be shorter than a client
 *     waits for an answer
 */
public record ExchangeLimits(
    int max, int maxPerAddress, int maxPerConnection, int maxWaiting, long maxWaitMillis) {

  /** For a server on a LAN. */
  public static final ExchangeLimits DEFAULT =
      new ExchangeLimits(10_000, 2_500, 1_024, 10_000, 10_000);

  public ExchangeLimits {
    Checks.inRange("maxExchanges", max, 1, 10_000_000);
    Checks.inRange("maxExchangesPerAddress", maxPerAddress, 1, max);
    Checks.inRange("maxExchangesPerConnection", maxPerConnection, Limits.MIN_EXCHANGES, 65_536);
    Checks.inRange("maxWaitingExchanges", maxWaiting, 0, 10_000_000);
    Checks.inRange("maxWaitMillis", maxWaitMillis, 1, Integer.MAX_VALUE);
  }
}
