package io.ft.codec;

/**
 * All bytes that were asked for have been sent, and the source is still the one that {@link Exists}
 * described. Ends the exchange.
 *
 * @param id the exchange
 * @param length the bytes of file data that were sent, which is the sum of all its blocks
 */
public record End(int id, long length) implements Message {

  public End {
    Checks.exchangeId(id);
    Checks.notNegative("length", length);
  }

  @Override
  public MessageType type() {
    return MessageType.END;
  }
}
