package io.ft.codec;

/**
 * The client asks what is in a folder. Needs {@link Feature#LIST}.
 *
 * @param id the exchange, higher than all before it on this connection
 * @param path the folder's name below the server's root; empty for the root itself
 * @param recursive whether the folders below it are listed as well
 */
public record ListRequest(int id, String path, boolean recursive) implements Message {

  public ListRequest {
    Checks.exchangeId(id);
  }

  @Override
  public MessageType type() {
    return MessageType.LIST_REQUEST;
  }

  @Override
  public String toString() {
    return "ListRequest[id="
        + id
        + ", path="
        + Printable.escape(path)
        + ", recursive="
        + recursive
        + "]";
  }
}
