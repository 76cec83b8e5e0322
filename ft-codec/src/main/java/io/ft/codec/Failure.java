package io.ft.codec;

/**
 * Something went wrong. Ends the exchange; with {@link #CONNECTION} as id it ends the connection,
 * which the sender then closes.
 *
 * @param id the exchange, or {@link #CONNECTION}
 * @param code what went wrong, for programs
 * @param text what went wrong, for people; a program must not depend on it
 */
public record Failure(int id, ErrorCode code, String text) implements Message {

  public Failure {
    Checks.idOrConnection(id);
  }

  @Override
  public MessageType type() {
    return MessageType.FAILURE;
  }

  @Override
  public String toString() {
    return "Failure[id=" + id + ", code=" + code + ", text=" + Printable.escape(text) + "]";
  }
}
