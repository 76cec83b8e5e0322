package io.ft.codec.framed;

import io.ft.codec.Busy;
import io.ft.codec.End;
import io.ft.codec.Entry;
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
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import io.ft.codec.WireText;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes the payload of each frame but a block; {@link PayloadReader} reads what this writes. */
final class PayloadWriter {

  private PayloadWriter() {}

  static FrameType frameType(Message message) {
    return switch (message.type()) {
      case HELLO -> FrameType.HELLO;
      case PING -> FrameType.PING;
      case PONG -> FrameType.PONG;
      case GO_AWAY -> FrameType.GO_AWAY;
      case FILE_REQUEST -> FrameType.REQUEST;
      case EXISTS -> FrameType.EXISTS;
      case NOT_EXISTS -> FrameType.NOT_EXISTS;
      case READY -> FrameType.READY;
      case BLOCK_HEADER, BLOCK_CONTENT, BLOCK_END -> FrameType.BLOCK;
      case END -> FrameType.END;
      case CANCEL -> FrameType.CANCEL;
      case BUSY -> FrameType.BUSY;
      case FAILURE -> FrameType.FAILURE;
      case LIST_REQUEST -> FrameType.LIST;
      case ENTRY -> FrameType.ENTRY;
      case LIST_END -> FrameType.LIST_END;
    };
  }

  /** Appends the payload of {@code message} to {@code out}, which stays the caller's. */
  static void write(Message message, ByteBuf out) {
    switch (message.type()) {
      case HELLO -> hello((Hello) message, out);
      case PING -> out.writeLong(((Ping) message).value());
      case PONG -> out.writeLong(((Pong) message).value());
      case GO_AWAY -> goAway((GoAway) message, out);
      case FILE_REQUEST -> request((FileRequest) message, out);
      case EXISTS -> exists((Exists) message, out);
      case READY -> ready((Ready) message, out);
      case END -> out.writeLong(((End) message).length());
      case BUSY -> busy((Busy) message, out);
      case FAILURE -> failure((Failure) message, out);
      case LIST_REQUEST -> listRequest((ListRequest) message, out);
      case ENTRY -> entry((Entry) message, out);
      case LIST_END -> listEnd((ListEnd) message, out);
      case NOT_EXISTS, CANCEL -> {
        // these say all they have to say by their type
      }
      case BLOCK_HEADER, BLOCK_CONTENT, BLOCK_END ->
          throw new IllegalArgumentException("no control message: " + message);
    }
  }

  private static void hello(Hello hello, ByteBuf out) {
    out.writeByte(hello.minVersion()).writeByte(hello.maxVersion());
    out.writeLong(Feature.toBits(hello.features()));
    out.writeInt(hello.maxExchanges()).writeInt(hello.maxBlockBytes());
    text16(hello.token(), Limits.MAX_TOKEN_BYTES, out);
    bytes8(WireText.encode(hello.agent()), Limits.MAX_AGENT_BYTES, out);
  }

  private static void goAway(GoAway goAway, ByteBuf out) {
    out.writeInt(goAway.lastId()).writeInt((int) goAway.retryAfterMillis());
    explanation(goAway.text(), out);
  }

  private static void request(FileRequest request, ByteBuf out) {
    FileRequest.Advance advance = request.advance();
    out.writeByte(
        (advance != null ? PayloadReader.FLAG_ADVANCE : 0)
            | (request.wantsSha256() ? PayloadReader.FLAG_SHA256 : 0));
    text16(request.path(), Limits.MAX_CONTROL_PAYLOAD_BYTES, out);
    bytes8(request.expectedTag().bytes(), Tag.MAX_BYTES, out);
    if (advance != null) {
      out.writeLong(advance.offset()).writeLong(advance.length()).writeLong(advance.maxSize());
    }
  }

  private static void exists(Exists exists, ByteBuf out) {
    Instant modified = exists.modified();
    if (modified == null) {
      throw new IllegalArgumentException("modified: none (expected: a time)");
    }
    out.writeLong(exists.size());
    instant(modified, out);
    out.writeInt(exists.blockSizeBytes());
    bytes8(exists.tag().bytes(), Tag.MAX_BYTES, out);
    String sha256 = exists.sha256();
    bytes8(
        sha256 == null ? new byte[0] : HexFormat.of().parseHex(sha256), Exists.SHA256_BYTES, out);
  }

  private static void ready(Ready ready, ByteBuf out) {
    out.writeLong(ready.offset()).writeLong(ready.length());
  }

  private static void busy(Busy busy, ByteBuf out) {
    out.writeInt((int) busy.retryAfterMillis()).writeInt(busy.place());
  }

  private static void failure(Failure failure, ByteBuf out) {
    out.writeShort(failure.code().number());
    explanation(failure.text(), out);
  }

  private static void listRequest(ListRequest request, ByteBuf out) {
    out.writeByte(request.recursive() ? PayloadReader.FLAG_RECURSIVE : 0);
    text16(request.path(), Limits.MAX_CONTROL_PAYLOAD_BYTES, out);
  }

  private static void entry(Entry entry, ByteBuf out) {
    out.writeByte(entry.kind().number()).writeLong(entry.size());
    instant(entry.modified(), out);
    bytes8(entry.tag().bytes(), Tag.MAX_BYTES, out);
    text16(entry.path(), Limits.MAX_PATH_BYTES, out);
  }

  private static void listEnd(ListEnd end, ByteBuf out) {
    out.writeLong(end.entries()).writeLong(end.omitted());
  }

  private static void instant(Instant instant, ByteBuf out) {
    out.writeLong(instant.getEpochSecond()).writeInt(instant.getNano());
  }

  private static void text16(String text, int maxBytes, ByteBuf out) {
    byte[] bytes = WireText.encode(text);
    checkLength(bytes.length, maxBytes);
    out.writeShort(bytes.length).writeBytes(bytes);
  }

  private static void bytes8(byte[] bytes, int maxBytes, ByteBuf out) {
    checkLength(bytes.length, maxBytes);
    out.writeByte(bytes.length).writeBytes(bytes);
  }

  /**
   * Text for people: cut where it is too long, with a question mark for what cannot be encoded. An
   * explanation must never break a connection.
   */
  private static void explanation(String text, ByteBuf out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Limits.MAX_TEXT_BYTES) {
      bytes = Arrays.copyOf(bytes, Limits.MAX_TEXT_BYTES);
    }
    out.writeShort(bytes.length).writeBytes(bytes);
  }

  private static void checkLength(int length, int maxBytes) {
    if (length > maxBytes) {
      throw new IllegalArgumentException(
          "length: " + length + " bytes (expected: at most " + maxBytes + ")");
    }
  }
}
