package io.ft.conformance.server;

import io.ft.conformance.wire.Message;
import java.nio.charset.StandardCharsets;

/** What a client says, in short. */
final class Ask {

  /** All that follow. */
  static final long ALL = Long.MAX_VALUE;

  private static final byte[] ANY_TAG = new byte[0];

  private Ask() {}

  /** Of any version, without ADVANCE. */
  static Message.Request request(int id, String path) {
    return request(id, utf8(path));
  }

  /** As {@link #request(int, String)}, of a path that may be no text. */
  static Message.Request request(int id, byte[] path) {
    return new Message.Request(id, path, ANY_TAG, false, null);
  }

  /** Of the version with this tag. */
  static Message.Request tagged(int id, String path, byte[] tag) {
    return new Message.Request(id, utf8(path), tag, false, null);
  }

  /** With its digest. */
  static Message.Request withDigest(int id, String path) {
    return new Message.Request(id, utf8(path), ANY_TAG, true, null);
  }

  /** With ADVANCE, all of it, whatever its size. */
  static Message.Request whole(int id, String path) {
    return advance(id, path, 0, ALL, ALL);
  }

  /** With ADVANCE. */
  static Message.Request advance(int id, String path, long offset, long length, long maxSize) {
    return new Message.Request(
        id, utf8(path), ANY_TAG, false, new Message.Advance(offset, length, maxSize));
  }

  /** For all of it. */
  static Message.Ready ready(int id) {
    return new Message.Ready(id, 0, ALL);
  }

  static Message.Cancel cancel(int id) {
    return new Message.Cancel(id);
  }

  /** For one folder. */
  static Message.List list(int id, String path) {
    return new Message.List(id, false, utf8(path));
  }

  /** For a folder and all below. */
  static Message.List listRecursively(int id, String path) {
    return new Message.List(id, true, utf8(path));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
