package io.ft.codec;

/**
 * The client wants no more of an exchange. The server ends it at the next block boundary with
 * {@link ErrorCode#CANCELLED}, unless its end is already on the way.
 *
 * @param id the exchange
 */
public record Cancel(int id) implements Message {

  public Cancel {
    Checks.exchangeId(id);
  }

  @Override
  public MessageType type() {
    return MessageType.CANCEL;
  }
}
