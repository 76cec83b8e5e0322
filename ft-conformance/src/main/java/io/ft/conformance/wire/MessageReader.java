package io.ft.conformance.wire;

import io.ft.conformance.Violation;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a peer sends, and takes nothing that breaks a rule of a single frame. Not thread-safe.
 */
public final class MessageReader {

  private static final int SKIPPED_FROM = 0x80;
  private static final int MAX_SKIPPED_BYTES = 16_384;
  private static final int MAX_TEXT_BYTES = 1_024;
  private static final int MAX_TAG_BYTES = 64;
  private static final int MAX_PATH_BYTES = 1_024;
  private static final int MIN_BLOCK_BYTES = 4_096;
  private static final int MAX_BLOCK_BYTES = 8_388_608;

  private final InputStream in;
  private final FrameType.Sender peer;
  private boolean prefaceRead;
  private boolean greeted;

  /**
   * A reader at the beginning of a connection.
   *
   * @param peer the side whose bytes these are
   */
  public MessageReader(InputStream in, FrameType.Sender peer) {
    this.in = in;
    this.peer = peer;
  }

  /**
   * The next message; null at the end of the connection between two frames.
   *
   * @throws EOFException at the end within a frame
   */
  public @Nullable Message read() throws IOException, Violation {
    if (!prefaceRead) {
      byte[] preface = in.readNBytes(4);
      if (preface.length == 0) {
        return null;
      }
      if (!Arrays.equals(preface, Frame.preface())) {
        throw new Violation(
            "F-1: " + HexFormat.of().formatHex(preface) + " (expected: the preface, 00667401)");
      }
      prefaceRead = true;
    }
    while (true) {
      int code = in.read();
      if (code < 0) {
        return null;
      }
      Message message = read(code);
      if (message != null) {
        return message;
      }
    }
  }

  /** Null for a frame that is to be skipped. */
  private @Nullable Message read(int code) throws IOException, Violation {
    boolean block = code == FrameType.BLOCK.code();
    byte[] rest = exactly(block ? 15 : 7);
    int headerCheck = ByteBuffer.wrap(exactly(4)).getInt();
    ByteBuffer header = ByteBuffer.allocate(1 + rest.length).put((byte) code).put(rest).flip();
    if (Frame.crc32c(header.array()) != headerCheck) {
      throw new Violation("F-3: the header check of a frame of type " + code + " does not match");
    }
    int length = header.getInt() & 0xFF_FFFF;
    int id = header.getInt();
    long offset = block ? header.getLong() : 0;
    FrameType type = FrameType.of(code);
    if (type == null) {
      skip(code, length);
      return null;
    }
    check(type, id, offset, length);
    byte[] body = exactly(length);
    boolean intact = Frame.crc32c(body) == (ByteBuffer.wrap(exactly(4)).getInt() ^ headerCheck);
    if (type == FrameType.BLOCK) {
      return new Message.Block(id, offset, body, intact);
    }
    if (!intact) {
      throw new Violation("F-4: the payload check of a " + type + " does not match");
    }
    return message(type, id, body);
  }

  private void skip(int code, int length) throws IOException, Violation {
    if (code < SKIPPED_FROM) {
      throw new Violation("F-9: a frame of the unknown type " + code);
    }
    if (length > MAX_SKIPPED_BYTES) {
      throw new Violation("F-10: a frame of type " + code + " with " + length + " bytes");
    }
    exactly(length + 4);
  }

  private void check(FrameType type, int id, long offset, int length) throws Violation {
    if (!type.isSentBy(peer)) {
      throw new Violation("F-6: a " + type + " from a " + peer);
    }
    if (id < 0) {
      throw new Violation("N-1: the id of a " + type + ": its highest bit is set");
    }
    if (!type.takesId(id)) {
      throw new Violation("F-6: a " + type + " with the id " + id);
    }
    if (type == FrameType.FAILURE && id != 0 && peer == FrameType.Sender.CLIENT) {
      throw new Violation("X-12: a FAILURE of a client with the id " + id);
    }
    if (!type.takesLength(length)) {
      throw new Violation("F-6: a " + type + " with " + length + " bytes");
    }
    if (offset < 0 || offset + length < 0) {
      throw new Violation(
          "F-12: a block of " + length + " bytes at " + Long.toUnsignedString(offset));
    }
    if (greeted == (type == FrameType.HELLO)) {
      throw new Violation("H-2: " + (greeted ? "a second HELLO" : "a " + type + " before HELLO"));
    }
    greeted = true;
  }

  private static Message message(FrameType type, int id, byte[] payload) throws Violation {
    Fields in = new Fields(type.name(), payload);
    Message message =
        switch (type) {
          case HELLO -> hello(in);
          case PING -> new Message.Ping(in.u64("value"));
          case PONG -> new Message.Pong(in.u64("value"));
          case GO_AWAY ->
              new Message.GoAway(
                  in.u31("lastId"), in.u32("retryAfterMillis"), in.bytes16("text", MAX_TEXT_BYTES));
          case FAILURE -> failure(id, in);
          case BUSY -> new Message.Busy(id, in.u32("retryAfterMillis"), in.u31("place"));
          case REQUEST -> request(id, in);
          case EXISTS -> exists(id, in);
          case NOT_EXISTS -> new Message.NotExists(id);
          case READY -> new Message.Ready(id, in.u63("offset"), in.u63("length"));
          case END -> new Message.End(id, in.u63("length"));
          case CANCEL -> new Message.Cancel(id);
          case LIST -> list(id, in);
          case ENTRY -> entry(id, in);
          case LIST_END -> new Message.ListEnd(id, in.u63("entries"), in.u63("omitted"));
          case BLOCK -> throw new AssertionError(type);
        };
    // H-3: HELLO alone may have more.
    if (type != FrameType.HELLO) {
      in.end();
    }
    return message;
  }

  private static Message hello(Fields in) throws Violation {
    int minVersion = inRange(in, "N-6", "minVersion", in.u8("minVersion"), 1, 255);
    return new Message.Hello(
        minVersion,
        inRange(in, "N-6", "maxVersion", in.u8("maxVersion"), minVersion, 255),
        in.u64("features"),
        inRange(in, "N-6", "maxExchanges", in.u31("maxExchanges"), 1, Integer.MAX_VALUE),
        blockSize(in, "maxBlockBytes"),
        in.bytes16("token", 1_024),
        in.bytes8("agent", 255));
  }

  private static Message failure(int id, Fields in) throws Violation {
    int code = in.u16("code");
    if (code == 0) {
      throw in.violation("E-4", "the code UNKNOWN, which is never sent");
    }
    return new Message.Failure(id, code, in.bytes16("text", MAX_TEXT_BYTES));
  }

  private static Message request(int id, Fields in) throws Violation {
    int flags = inRange(in, "G-4", "flags", in.u8("flags"), 0, 3);
    byte[] path = in.bytes16("path", MAX_SKIPPED_BYTES);
    byte[] tag = in.bytes8("expectedTag", MAX_TAG_BYTES);
    Message.Advance advance =
        (flags & 1) == 0
            ? null
            : new Message.Advance(in.u63("offset"), in.u63("length"), in.u63("maxSize"));
    return new Message.Request(id, path, tag, (flags & 2) != 0, advance);
  }

  private static Message exists(int id, Fields in) throws Violation {
    Message.Exists exists =
        new Message.Exists(
            id,
            in.u63("size"),
            in.time("modified"),
            blockSize(in, "blockSize"),
            in.bytes8("tag", MAX_TAG_BYTES),
            in.bytes8("sha256", 32));
    if (exists.sha256().length != 0 && exists.sha256().length != 32) {
      throw in.violation("N-6", "a digest of " + exists.sha256().length + " bytes");
    }
    return exists;
  }

  private static Message list(int id, Fields in) throws Violation {
    int flags = inRange(in, "G-4", "flags", in.u8("flags"), 0, 1);
    return new Message.List(id, flags == 1, in.bytes16("path", MAX_SKIPPED_BYTES));
  }

  private static Message entry(int id, Fields in) throws Violation {
    boolean folder = inRange(in, "N-6", "kind", in.u8("kind"), 1, 2) == 2;
    long size = in.u63("size");
    var modified = in.time("modified");
    byte[] tag = in.bytes8("tag", MAX_TAG_BYTES);
    if (folder && (size != 0 || tag.length != 0)) {
      throw in.violation("N-6", "a folder with a size or a tag");
    }
    byte[] path = in.bytes16("path", MAX_PATH_BYTES);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path)).toString();
      return new Message.Entry(id, folder, size, modified, tag, text);
    } catch (CharacterCodingException e) {
      throw in.violation("L-4", "a path that is not UTF-8");
    }
  }

  private static int blockSize(Fields in, String field) throws Violation {
    return inRange(in, "N-6", field, in.u31(field), MIN_BLOCK_BYTES, MAX_BLOCK_BYTES);
  }

  private static int inRange(Fields in, String rule, String field, int value, int min, int max)
      throws Violation {
    if (value < min || value > max) {
      throw in.violation(rule, field + ": " + value + " (expected: " + min + " to " + max + ")");
    }
    return value;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("within a frame");
    }
    return bytes;
  }
}
