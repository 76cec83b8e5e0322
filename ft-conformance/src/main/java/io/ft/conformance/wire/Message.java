package io.ft.conformance.wire;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A frame that keeps all rules for its fields (section 3.3). Byte arrays are not copied. */
public sealed interface Message {

  /** The exchange, or 0. */
  int id();

  /** The greeting. */
  record Hello(
      int minVersion,
      int maxVersion,
      long features,
      int maxExchanges,
      int maxBlockBytes,
      byte[] token,
      byte[] agent)
      implements Message {
    @Override
    public int id() {
      return 0;
    }
  }

  /** Asks for a sign of life. */
  record Ping(long value) implements Message {
    @Override
    public int id() {
      return 0;
    }
  }

  /** The answer to a ping. */
  record Pong(long value) implements Message {
    @Override
    public int id() {
      return 0;
    }
  }

  /** The server is about to close. */
  record GoAway(int lastId, long retryAfterMillis, byte[] text) implements Message {
    @Override
    public int id() {
      return 0;
    }
  }

  /** Ends an exchange, or the connection. */
  record Failure(int id, int code, byte[] text) implements Message {}

  /** Not now. */
  record Busy(int id, long retryAfterMillis, int place) implements Message {}

  /** Names a file. */
  record Request(
      int id, byte[] path, byte[] expectedTag, boolean wantsSha256, @Nullable Advance advance)
      implements Message {}

  /** A READY inside of a REQUEST. */
  record Advance(long offset, long length, long maxSize) {}

  /** The server has the file. */
  record Exists(int id, long size, Instant modified, int blockSize, byte[] tag, byte[] sha256)
      implements Message {}

  /** The server does not have it. */
  record NotExists(int id) implements Message {}

  /** Which range the client wants. */
  record Ready(int id, long offset, long length) implements Message {}

  /**
   * File data.
   *
   * @param intact whether the data check matches
   */
  record Block(int id, long offset, byte[] data, boolean intact) implements Message {}

  /** The range is sent. */
  record End(int id, long length) implements Message {}

  /** The client wants no more. */
  record Cancel(int id) implements Message {}

  /** Names a folder. */
  record List(int id, boolean recursive, byte[] path) implements Message {}

  /** A name in a folder. */
  record Entry(int id, boolean folder, long size, Instant modified, byte[] tag, String path)
      implements Message {}

  /** The listing is complete. */
  record ListEnd(int id, long entries, long omitted) implements Message {}

  /** What a violation says that it got, and a trace that was said. */
  static String describe(@Nullable Message message) {
    return message == null ? "the end of the connection" : Description.of(message);
  }

  /** As {@link #describe(Message)}, of messages that are sent at once. */
  static String describe(Message... messages) {
    return Description.of(messages);
  }

  /** Bytes of a field, for people, such that others look different. */
  static String quote(byte[] bytes) {
    return Description.quote(bytes);
  }

  /** The name of a type of message in the specification. */
  static String name(Class<? extends Message> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }
}
