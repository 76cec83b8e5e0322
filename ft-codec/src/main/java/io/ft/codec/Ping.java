package io.ft.codec;

/**
 * A sign of life that asks for one in return: the receiver answers with a {@link Pong} of the same
 * value. A client whose disk is the brake sends it so that the server can tell slow from gone.
 *
 * @param value anything
 */
public record Ping(long value) implements Message {

  @Override
  public int id() {
    return CONNECTION;
  }

  @Override
  public MessageType type() {
    return MessageType.PING;
  }
}
