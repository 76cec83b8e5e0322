package io.ft.conformance.vectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ft.codec.Busy;
import io.ft.codec.End;
import io.ft.codec.Entry;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import io.ft.codec.Hello;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.codec.WireText;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a control message of the codec says, as the data files say it. */
final class CodecFields {

  /** The names of frames, where the type of the message has another. */
  private static final Map<String, String> NAMES =
      Map.of("FILE_REQUEST", "REQUEST", "LIST_REQUEST", "LIST");

  private CodecFields() {}

  static ObjectNode of(Message message) {
    String type = message.type().name();
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", NAMES.getOrDefault(type, type))
            .put("id", message.id());
    return switch (message.type()) {
      case HELLO -> hello(node, (Hello) message);
      case PING -> node.put("value", HexFormat.of().toHexDigits(((Ping) message).value()));
      case PONG -> node.put("value", HexFormat.of().toHexDigits(((Pong) message).value()));
      case GO_AWAY -> goAway(node, (GoAway) message);
      case FAILURE -> failure(node, (Failure) message);
      case BUSY -> busy(node, (Busy) message);
      case FILE_REQUEST -> request(node, (FileRequest) message);
      case EXISTS -> exists(node, (Exists) message);
      case READY -> ready(node, ((Ready) message).offset(), ((Ready) message).length());
      case END -> node.put("length", String.valueOf(((End) message).length()));
      case LIST_REQUEST -> list(node, (ListRequest) message);
      case ENTRY -> entry(node, (Entry) message);
      case LIST_END -> listEnd(node, (ListEnd) message);
      case NOT_EXISTS, CANCEL -> node;
      case BLOCK_HEADER, BLOCK_CONTENT, BLOCK_END -> throw new IllegalArgumentException(type);
    };
  }

  private static ObjectNode hello(ObjectNode node, Hello hello) {
    node.put("minVersion", hello.minVersion()).put("maxVersion", hello.maxVersion());
    node.put("features", String.valueOf(Feature.toBits(hello.features())));
    node.put("maxExchanges", hello.maxExchanges()).put("maxBlockBytes", hello.maxBlockBytes());
    return node.put("token", hex(hello.token())).put("agent", hex(hello.agent()));
  }

  private static ObjectNode goAway(ObjectNode node, GoAway away) {
    node.put("lastId", away.lastId()).put("retryAfterMillis", away.retryAfterMillis());
    return node.put("text", hex(away.text()));
  }

  private static ObjectNode failure(ObjectNode node, Failure failure) {
    return node.put("code", failure.code().number()).put("text", hex(failure.text()));
  }

  private static ObjectNode busy(ObjectNode node, Busy busy) {
    return node.put("retryAfterMillis", busy.retryAfterMillis()).put("place", busy.place());
  }

  private static ObjectNode request(ObjectNode node, FileRequest request) {
    node.put("path", hex(request.path())).put("expectedTag", request.expectedTag().hex());
    node.put("wantsSha256", request.wantsSha256());
    FileRequest.Advance advance = request.advance();
    if (advance != null) {
      ready(node.putObject("advance"), advance.offset(), advance.length())
          .put("maxSize", String.valueOf(advance.maxSize()));
    }
    return node;
  }

  private static ObjectNode ready(ObjectNode node, long offset, long length) {
    return node.put("offset", String.valueOf(offset)).put("length", String.valueOf(length));
  }

  private static ObjectNode exists(ObjectNode node, Exists exists) {
    time(node.put("size", String.valueOf(exists.size())), exists.modified());
    node.put("blockSize", exists.blockSizeBytes()).put("tag", exists.tag().hex());
    return node.put("sha256", Objects.requireNonNullElse(exists.sha256(), ""));
  }

  private static ObjectNode list(ObjectNode node, ListRequest list) {
    return node.put("recursive", list.recursive()).put("path", hex(list.path()));
  }

  private static ObjectNode entry(ObjectNode node, Entry entry) {
    node.put("kind", entry.kind().number()).put("size", String.valueOf(entry.size()));
    time(node, entry.modified());
    return node.put("tag", entry.tag().hex()).put("path", hex(entry.path()));
  }

  private static ObjectNode listEnd(ObjectNode node, ListEnd end) {
    node.put("entries", String.valueOf(end.entries()));
    return node.put("omitted", String.valueOf(end.omitted()));
  }

  private static void time(ObjectNode node, @Nullable Instant time) {
    Instant known = Objects.requireNonNull(time);
    node.put("modifiedSeconds", String.valueOf(known.getEpochSecond()));
    node.put("modifiedNanos", known.getNano());
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(WireText.encode(text));
  }
}
