package io.ft.codec;

import org.jspecify.annotations.Nullable;

/**
 * The client names a file.
 *
 * @param id the exchange, higher than all before it on this connection
 * @param path the file's name below the server's root, parts separated by {@code /}. Bytes that are
 *     not UTF-8 stand in it as lone surrogates (see {@link WireText}); no file has such a name
 * @param expectedTag the version that the client wants; {@link Tag#NONE} for any. A server whose
 *     file has another tag answers {@link ErrorCode#CHANGED}
 * @param wantsSha256 whether {@link Exists} should carry the SHA-256 of the whole file; needs
 *     {@link Feature#SHA256}
 * @param advance a {@link Ready} sent ahead of the answer, null for none
 */
public record FileRequest(
    int id, String path, Tag expectedTag, boolean wantsSha256, @Nullable Advance advance)
    implements Message {

  public FileRequest {
    Checks.exchangeId(id);
  }

  /** A request for any version of {@code path}, which waits for an ordinary {@link Ready}. */
  public FileRequest(int id, String path) {
    this(id, path, Tag.NONE, false, null);
  }

  /**
   * A {@link Ready} that the client gives before it has seen the answer, so that no round trip is
   * spent on it.
   *
   * @param offset as in {@link Ready}
   * @param length as in {@link Ready}
   * @param maxSize the largest file that this holds for, in bytes; for a larger one the server
   *     waits for the ordinary {@link Ready}
   */
  public record Advance(long offset, long length, long maxSize) {
    public Advance {
      Checks.notNegative("offset", offset);
      Checks.notNegative("length", length);
      Checks.notNegative("maxSize", maxSize);
    }

    /** Ready for the whole of any file of up to {@code maxSize} bytes. */
    public static Advance wholeFileUpTo(long maxSize) {
      return new Advance(0, Long.MAX_VALUE, maxSize);
    }
  }

  @Override
  public MessageType type() {
    return MessageType.FILE_REQUEST;
  }

  @Override
  public String toString() {
    return "FileRequest[id="
        + id
        + ", path="
        + Printable.escape(path)
        + ", expectedTag="
        + expectedTag
        + ", wantsSha256="
        + wantsSha256
        + ", advance="
        + advance
        + "]";
  }
}
