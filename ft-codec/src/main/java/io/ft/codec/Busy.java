package io.ft.codec;

/**
 * The server could serve this, but not now. Ends the exchange; with {@link #CONNECTION} as id it
 * speaks of the connection, which the server then closes.
 *
 * @param id the exchange, or {@link #CONNECTION}
 * @param retryAfterMillis how long to wait before asking again, in milliseconds
 * @param place the client's place in a queue, 1 for the next; 0 where there is no queue
 */
public record Busy(int id, long retryAfterMillis, int place) implements Message {

  public Busy {
    Checks.idOrConnection(id);
    Checks.inRange("retryAfterMillis", retryAfterMillis, 0, 0xFFFF_FFFFL);
    Checks.inRange("place", place, 0, Integer.MAX_VALUE);
  }

  @Override
  public MessageType type() {
    return MessageType.BUSY;
  }
}
