package io.ft.codec;

/**
 * The client is ready for the bytes. The server sends {@code min(length, size - offset)} of them,
 * and refuses an offset beyond the end with {@link ErrorCode#BAD_RANGE}.
 *
 * @param id the exchange
 * @param offset where to start, in bytes from the start of the file
 * @param length how many bytes at the most; {@link Long#MAX_VALUE} for all that follow
 */
public record Ready(int id, long offset, long length) implements Message {

  public Ready {
    Checks.exchangeId(id);
    Checks.notNegative("offset", offset);
    Checks.notNegative("length", length);
  }

  @Override
  public MessageType type() {
    return MessageType.READY;
  }
}
