package io.ft.codec.framed;

import io.ft.codec.Busy;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import io.ft.codec.Hello;
import io.ft.codec.Limits;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.codec.WireText;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads the payload of each frame but a block. A payload that breaks a rule makes it throw {@link
 * IllegalArgumentException}, {@link IndexOutOfBoundsException} or {@link
 * java.time.DateTimeException}, which {@link FramedDecoder} reports as malformed.
 */
final class PayloadReader {

  static final int FLAG_ADVANCE = 0x01;
  static final int FLAG_SHA256 = 0x02;
  static final int FLAG_RECURSIVE = 0x01;

  private PayloadReader() {}

  /** Reads the whole of {@code in}, which stays the caller's. */
  static Message read(FrameType type, int id, ByteBuf in) {
    Message message =
        switch (type) {
          case HELLO -> hello(in);
          case PING -> new Ping(in.readLong());
          case PONG -> new Pong(in.readLong());
          case GO_AWAY -> new GoAway(in.readInt(), in.readUnsignedInt(), explanation(in));
          case REQUEST -> request(id, in);
          case EXISTS -> exists(id, in);
          case NOT_EXISTS -> new NotExists(id);
          case READY -> new Ready(id, in.readLong(), in.readLong());
          case END -> new End(id, in.readLong());
          case CANCEL -> new Cancel(id);
          case BUSY -> new Busy(id, in.readUnsignedInt(), in.readInt());
          case FAILURE -> new Failure(id, ErrorCode.of(in.readUnsignedShort()), explanation(in));
          case LIST -> listRequest(id, in);
          case ENTRY -> entry(id, in);
          case LIST_END -> new ListEnd(id, in.readLong(), in.readLong());
          case BLOCK -> throw new IllegalArgumentException("a block has no payload to parse");
        };
    // A Hello may be longer in a later version, which has to say so in a Hello.
    if (in.isReadable() && type != FrameType.HELLO) {
      throw new IllegalArgumentException(in.readableBytes() + " bytes after the last field");
    }
    return message;
  }

  private static Hello hello(ByteBuf in) {
    return new Hello(
        in.readUnsignedByte(),
        in.readUnsignedByte(),
        Feature.fromBits(in.readLong()),
        in.readInt(),
        in.readInt(),
        text16(in, Limits.MAX_TOKEN_BYTES),
        WireText.read(in, in.readUnsignedByte()));
  }

  private static FileRequest request(int id, ByteBuf in) {
    int flags = flags(in, FLAG_ADVANCE | FLAG_SHA256);
    String path = text16(in, Limits.MAX_CONTROL_PAYLOAD_BYTES);
    Tag tag = tag(in);
    FileRequest.Advance advance =
        (flags & FLAG_ADVANCE) == 0
            ? null
            : new FileRequest.Advance(in.readLong(), in.readLong(), in.readLong());
    return new FileRequest(id, path, tag, (flags & FLAG_SHA256) != 0, advance);
  }

  private static Exists exists(int id, ByteBuf in) {
    long size = in.readLong();
    Instant modified = instant(in);
    int blockSizeBytes = in.readInt();
    return new Exists(id, size, modified, tag(in), blockSizeBytes, sha256(in));
  }

  private static ListRequest listRequest(int id, ByteBuf in) {
    boolean recursive = flags(in, FLAG_RECURSIVE) != 0;
    return new ListRequest(id, text16(in, Limits.MAX_CONTROL_PAYLOAD_BYTES), recursive);
  }

  private static Entry entry(int id, ByteBuf in) {
    int kindNumber = in.readUnsignedByte();
    long size = in.readLong();
    Instant modified = instant(in);
    Tag tag = tag(in);
    return new Entry(id, kind(kindNumber), size, modified, tag, text16(in, Limits.MAX_PATH_BYTES));
  }

  private static Entry.Kind kind(int number) {
    for (Entry.Kind kind : Entry.Kind.values()) {
      if (kind.number() == number) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind: " + number + " (expected: 1 or 2)");
  }

  private static int flags(ByteBuf in, int known) {
    int flags = in.readUnsignedByte();
    if ((flags & ~known) != 0) {
      throw new IllegalArgumentException("flags: " + flags + " (expected: no unknown bit)");
    }
    return flags;
  }

  private static Instant instant(ByteBuf in) {
    long seconds = in.readLong();
    long nanos = in.readUnsignedInt();
    if (nanos > 999_999_999) {
      throw new IllegalArgumentException("nanoseconds: " + nanos + " (expected: < 1000000000)");
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static Tag tag(ByteBuf in) {
    byte[] bytes = new byte[bounded(in.readUnsignedByte(), Tag.MAX_BYTES)];
    in.readBytes(bytes);
    return bytes.length == 0 ? Tag.NONE : Tag.of(bytes);
  }

  private static @Nullable String sha256(ByteBuf in) {
    byte[] bytes = new byte[bounded(in.readUnsignedByte(), Exists.SHA256_BYTES)];
    in.readBytes(bytes);
    return bytes.length == 0 ? null : HexFormat.of().formatHex(bytes);
  }

  private static String text16(ByteBuf in, int maxBytes) {
    return WireText.read(in, bounded(in.readUnsignedShort(), maxBytes));
  }

  private static String explanation(ByteBuf in) {
    return text16(in, Limits.MAX_TEXT_BYTES);
  }

  private static int bounded(int length, int max) {
    if (length > max) {
      throw new IllegalArgumentException("length: " + length + " (expected: at most " + max + ")");
    }
    return length;
  }
}
