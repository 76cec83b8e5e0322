package io.ft.client.store;

import io.ft.codec.Exists;
import io.ft.codec.Tag;
import java.util.Objects;

/**
 * One version of a file on a server, and how it is cut into blocks: what bytes must have in common
 * to become one file.
 *
 * @param url the server and the path
 * @param tag the version; {@link Tag#NONE} where the server tells none
 * @param sizeBytes the length of the file
 * @param blockSizeBytes the length of each block but the last
 */
public record Source(String url, Tag tag, long sizeBytes, int blockSizeBytes) {

  public Source {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(tag, "tag");
  }

  /** What {@code exists} says of the file at {@code url}. */
  public static Source of(String url, Exists exists) {
    return new Source(url, exists.tag(), exists.size(), exists.blockSizeBytes());
  }

  /** How many blocks there are. */
  long blocks() {
    return sizeBytes / blockSizeBytes + (sizeBytes % blockSizeBytes == 0 ? 0 : 1);
  }

  /** Where a block begins, in bytes from the start of the file. */
  long offset(int block) {
    return (long) block * blockSizeBytes;
  }

  /** The length of a block, in bytes. */
  int length(int block) {
    return (int) Math.min(blockSizeBytes, sizeBytes - offset(block));
  }
}
