package io.ft.codec;

/**
 * The listing is complete. Ends the exchange.
 *
 * @param id the exchange
 * @param entries how many {@link Entry} messages were sent
 * @param omitted how many names were left out because no request could carry them: not UTF-8, or
 *     longer than {@link Limits#MAX_PATH_BYTES}
 */
public record ListEnd(int id, long entries, long omitted) implements Message {

  public ListEnd {
    Checks.exchangeId(id);
    Checks.notNegative("entries", entries);
    Checks.notNegative("omitted", omitted);
  }

  @Override
  public MessageType type() {
    return MessageType.LIST_END;
  }
}
