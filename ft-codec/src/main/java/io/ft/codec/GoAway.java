package io.ft.codec;

/**
 * The server is about to close the connection: it takes no request above {@code lastId}, and the
 * client asks again on a new connection for what was not ended.
 *
 * @param lastId the highest exchange that the server still attends to; {@link #CONNECTION} if none
 * @param retryAfterMillis how long to wait before connecting again, in milliseconds
 * @param text why, for people
 */
public record GoAway(int lastId, long retryAfterMillis, String text) implements Message {

  public GoAway {
    Checks.idOrConnection(lastId);
    Checks.inRange("retryAfterMillis", retryAfterMillis, 0, 0xFFFF_FFFFL);
  }

  @Override
  public int id() {
    return CONNECTION;
  }

  @Override
  public MessageType type() {
    return MessageType.GO_AWAY;
  }

  @Override
  public String toString() {
    return "GoAway[lastId="
        + lastId
        + ", retryAfterMillis="
        + retryAfterMillis
        + ", text="
        + Printable.escape(text)
        + "]";
  }
}
