package io.ft.codec;

/**
 * The answer to a {@link Ping}.
 *
 * @param value the value of the Ping
 */
public record Pong(long value) implements Message {

  @Override
  public int id() {
    return CONNECTION;
  }

  @Override
  public MessageType type() {
    return MessageType.PONG;
  }
}
