package io.ft.server;

/**
 * How long a server bears with a client.
 *
 * @param handshakeMillis from connecting to the end of the greeting, in milliseconds; a byte now
 *     and then does not prolong it. The original client connects before it asks its user for a
 *     name, so this is time to type
 * @param idleMillis how long a connection may neither take nor send a byte, in milliseconds; it is
 *     closed between one and two times this
 * @param progressMillis over which time {@code minBytesPerSecond} is measured, in milliseconds; and
 *     how long a client that was told of a file may take to say that it is ready
 * @param minBytesPerSecond a client that takes less while the server has something for it is sent
 *     away; 0 if any speed will do
 */
public record ServerTimeouts(
    long handshakeMillis, long idleMillis, long progressMillis, long minBytesPerSecond) {

  /** For a server on a LAN. */
  public static final ServerTimeouts DEFAULT = new ServerTimeouts(60_000, 60_000, 300_000, 100);

  public ServerTimeouts {
    Checks.inRange("handshakeTimeoutMillis", handshakeMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("idleTimeoutMillis", idleMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("progressTimeoutMillis", progressMillis, 1, Integer.MAX_VALUE);
    Checks.inRange("minBytesPerSecond", minBytesPerSecond, 0, Long.MAX_VALUE);
  }

  /** These with other deadlines for the handshake and for silence, in milliseconds. */
  public ServerTimeouts with(long handshakeMillis, long idleMillis) {
    return new ServerTimeouts(handshakeMillis, idleMillis, progressMillis, minBytesPerSecond);
  }

  /** These with other bounds for slow clients. */
  public ServerTimeouts withProgress(long millis, long minBytesPerSecond) {
    return new ServerTimeouts(handshakeMillis, idleMillis, millis, minBytesPerSecond);
  }
}
