package io.ft.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ft.client.ListingListener;
import io.ft.client.RemoteEntry;
import io.ft.codec.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the entries of a listing and gives them back in the order of their names' UTF-8 bytes.
 *
 * <p>An entry is an array of bytes: its name, a NUL, and the rest. So it takes a few dozen bytes
 * more than its name, and comparing the arrays compares the names.
 */
final class SortedEntries implements ListingListener {

  private static final int FIXED_BYTES = 1 + 1 + Long.BYTES + Long.BYTES + Integer.BYTES;

  private static final byte FILE = 1;
  private static final byte FOLDER = 2;

  /** There are more than may be kept. */
  static final class TooManyException extends IOException {

    private static final long serialVersionUID = 1L;

    TooManyException(long max) {
      super("more than " + max + " names");
    }
  }

  /** Takes an entry. */
  interface Taker {
    void take(RemoteEntry entry) throws IOException;
  }

  private final int max;
  private final List<byte[]> entries = new ArrayList<>();

  /** Keeps no more than {@code max} entries. */
  SortedEntries(int max) {
    this.max = max;
  }

  @Override
  public void entry(RemoteEntry entry) throws IOException {
    if (entries.size() == max) {
      throw new TooManyException(max);
    }
    entries.add(pack(entry));
  }

  @Override
  public boolean restart() {
    entries.clear();
    return true;
  }

  /** Gives {@code taker} all of them, in order. */
  void inOrder(Taker taker) throws IOException {
    entries.sort(Arrays::compareUnsigned);
    for (byte[] entry : entries) {
      taker.take(unpack(entry));
    }
  }

  private static byte[] pack(RemoteEntry entry) {
    byte[] path = entry.path().getBytes(UTF_8);
    byte[] tag = entry.tag().bytes();
    Instant modified = entry.modified();
    return ByteBuffer.allocate(path.length + FIXED_BYTES + tag.length)
        .put(path)
        .put((byte) 0)
        .put(entry.kind() == RemoteEntry.Kind.FILE ? FILE : FOLDER)
        .putLong(entry.sizeBytes())
        .putLong(modified.getEpochSecond())
        .putInt(modified.getNano())
        .put(tag)
        .array();
  }

  private static RemoteEntry unpack(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int length = 0;
    while (bytes[length] != 0) {
      length++;
    }
    String path = new String(bytes, 0, length, UTF_8);
    in.position(length + 1);
    RemoteEntry.Kind kind = in.get() == FILE ? RemoteEntry.Kind.FILE : RemoteEntry.Kind.FOLDER;
    long size = in.getLong();
    Instant modified = Instant.ofEpochSecond(in.getLong(), in.getInt());
    byte[] tag = new byte[in.remaining()];
    in.get(tag);
    return new RemoteEntry(kind, path, size, modified, Tag.of(tag));
  }
}
