package io.ft.codec;

/**
 * The server has no such file. A missing name, a forbidden one and one that is no regular file get
 * this same answer, so that a client learns nothing of what it may not have. Ends the exchange.
 *
 * @param id the exchange
 */
public record NotExists(int id) implements Message {

  public NotExists {
    Checks.exchangeId(id);
  }

  @Override
  public MessageType type() {
    return MessageType.NOT_EXISTS;
  }
}
