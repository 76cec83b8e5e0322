package io.ft.client;

import io.ft.codec.Limits;
import io.ft.codec.classic.ClassicTiming;

/**
 * The settings of a {@link FileClient}, immutable and checked when it is made.
 *
 * @param connectTimeoutMillis how long one attempt to connect may take, in milliseconds
 * @param handshakeTimeoutMillis how long a server may take from the connection to its greeting or
 *     its first answer, in milliseconds
 * @param stallTimeoutMillis how long a download may make no progress while the server is what it
 *     waits for, in milliseconds
 * @param idleTimeoutMillis how long a connection without a download is kept for the next one, in
 *     milliseconds
 * @param maxExchanges how many downloads one connection carries at once
 * @param maxBlockBytes the largest block to accept, in bytes
 * @param maxBufferedBytes how much may have arrived and not been written before the client reads no
 *     more, in bytes
 * @param classicTiming the times of the classic dialect
 */
public record ClientConfig(
    int connectTimeoutMillis,
    long handshakeTimeoutMillis,
    long stallTimeoutMillis,
    long idleTimeoutMillis,
    int maxExchanges,
    int maxBlockBytes,
    int maxBufferedBytes,
    ClassicTiming classicTiming) {

  /** Settings for a LAN. */
  public static final ClientConfig DEFAULT =
      new ClientConfig(
          10_000,
          10_000,
          30_000,
          30_000,
          128,
          4 * 1024 * 1024,
          8 * 1024 * 1024,
          ClassicTiming.DEFAULT);

  public ClientConfig {
    check("connectTimeoutMillis", connectTimeoutMillis, 1, Integer.MAX_VALUE);
    check("handshakeTimeoutMillis", handshakeTimeoutMillis, 1, Integer.MAX_VALUE);
    check("stallTimeoutMillis", stallTimeoutMillis, 1, Integer.MAX_VALUE);
    check("idleTimeoutMillis", idleTimeoutMillis, 1, Integer.MAX_VALUE);
    check("maxExchanges", maxExchanges, 1, 65_536);
    check("maxBlockBytes", maxBlockBytes, Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES);
    check("maxBufferedBytes", maxBufferedBytes, 1, Integer.MAX_VALUE);
  }

  /** These settings with other deadlines, in milliseconds. */
  public ClientConfig withTimeoutsMillis(
      int connectMillis, long handshakeMillis, long stallMillis) {
    return new ClientConfig(
        connectMillis,
        handshakeMillis,
        stallMillis,
        idleTimeoutMillis,
        maxExchanges,
        maxBlockBytes,
        maxBufferedBytes,
        classicTiming);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
