package io.ft.codec;

import java.time.Instant;

/**
 * One name in a listing. A listing is no snapshot: names may come and go while it is sent.
 *
 * @param id the exchange
 * @param kind what the name stands for
 * @param size the file's length in bytes, 0 for a folder
 * @param modified when it was last modified
 * @param tag the file's version as {@link Exists} would give it; {@link Tag#NONE} for a folder
 * @param path the name below the folder that was listed, parts separated by {@code /}
 */
public record Entry(int id, Kind kind, long size, Instant modified, Tag tag, String path)
    implements Message {

  /** What a name can stand for; the number is on the wire and frozen. */
  public enum Kind {
    /** A regular file. */
    FILE(1),
    /** A folder, which a {@link ListRequest} can be made for. */
    FOLDER(2);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /** The number on the wire. */
    public int number() {
      return number;
    }
  }

  public Entry {
    Checks.exchangeId(id);
    Checks.notNegative("size", size);
  }

  @Override
  public MessageType type() {
    return MessageType.ENTRY;
  }

  @Override
  public String toString() {
    return "Entry[id="
        + id
        + ", kind="
        + kind
        + ", size="
        + size
        + ", modified="
        + modified
        + ", tag="
        + tag
        + ", path="
        + Printable.escape(path)
        + "]";
  }
}
