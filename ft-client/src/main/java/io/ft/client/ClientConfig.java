package io.ft.client;

import io.ft.client.security.ClientSecurity;
import io.ft.codec.Limits;
import io.ft.codec.classic.ClassicTiming;
import java.util.Objects;

/**
 * The settings of a {@link FileClient}, immutable and checked when it is made. Others than {@link
 * #DEFAULT} are made of it by {@link #toBuilder}.
 *
 * @param connectTimeoutMillis how long one attempt to connect may take, in milliseconds
 * @param handshakeTimeoutMillis how long a server may take from the connection to its greeting or
 *     its first answer, in milliseconds
 * @param requestTimeoutMillis how long a server may take from a request to its answer, in
 *     milliseconds; when it is asked for a digest, how long it may take to answer a sign of life
 * @param stallTimeoutMillis how long nothing may come of a file or a listing while the server is
 *     what it waits for, in milliseconds; and the time over which {@code minBytesPerSecond} is
 *     measured
 * @param minBytesPerSecond a download that is slower than this for {@code stallTimeoutMillis} while
 *     the server is what it waits for has stalled; 0 if any speed will do
 * @param idleTimeoutMillis how long a connection on which nothing runs is kept, in milliseconds
 * @param maxConnections how many connections to one server there may be in the framed dialect
 * @param maxBytesPerSecond how much may be received in a second, on all connections together;
 *     {@link Long#MAX_VALUE} for any
 * @param maxExchanges how many downloads, listings and questions one connection carries at once
 * @param maxBlockBytes the largest block to accept, in bytes
 * @param maxBufferedBytes how much may have arrived and not been written before the client reads no
 *     more, in bytes
 * @param writerThreads how many threads verify and write. Each download, listing and question is
 *     one thread's from its beginning to its end; with more than one, different ones are told to
 *     their listeners at the same time
 * @param addresses which addresses to connect between
 * @param classicTiming the times of the classic dialect
 * @param security which servers to trust, and what to show them
 */
public record ClientConfig(
    int connectTimeoutMillis,
    long handshakeTimeoutMillis,
    long requestTimeoutMillis,
    long stallTimeoutMillis,
    long minBytesPerSecond,
    long idleTimeoutMillis,
    int maxConnections,
    long maxBytesPerSecond,
    int maxExchanges,
    int maxBlockBytes,
    int maxBufferedBytes,
    int writerThreads,
    Addresses addresses,
    ClassicTiming classicTiming,
    ClientSecurity security) {

  /** Settings for a LAN. */
  public static final ClientConfig DEFAULT =
      new ClientConfig(
          10_000,
          10_000,
          30_000,
          30_000,
          0,
          30_000,
          1,
          Long.MAX_VALUE,
          1_024,
          4 * 1024 * 1024,
          8 * 1024 * 1024,
          1,
          Addresses.ANY,
          ClassicTiming.DEFAULT,
          ClientSecurity.STANDARD);

  public ClientConfig {
    Checks.inRange("connectTimeoutMillis", connectTimeoutMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("handshakeTimeoutMillis", handshakeTimeoutMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("requestTimeoutMillis", requestTimeoutMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("stallTimeoutMillis", stallTimeoutMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("minBytesPerSecond", minBytesPerSecond, 0, Long.MAX_VALUE);
    Checks.inRange("idleTimeoutMillis", idleTimeoutMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("maxConnections", maxConnections, 1, 64);
    Checks.inRange("maxBytesPerSecond", maxBytesPerSecond, 1, Long.MAX_VALUE);
    Checks.inRange("maxExchanges", maxExchanges, 1, 65_536);
    Checks.inRange("maxBlockBytes", maxBlockBytes, Limits.MIN_BLOCK_BYTES, Limits.MAX_BLOCK_BYTES);
    Checks.inRange("maxBufferedBytes", maxBufferedBytes, 1, Integer.MAX_VALUE);
    Checks.inRange("writerThreads", writerThreads, 1, 64);
    Objects.requireNonNull(addresses, "addresses");
    Objects.requireNonNull(classicTiming, "classicTiming");
    Objects.requireNonNull(security, "security");
  }

  /** These settings, of which some are to be others. */
  public ClientConfigBuilder toBuilder() {
    return new ClientConfigBuilder(this);
  }
}
