package io.ft.conformance.vectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ft.conformance.wire.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/** What a message of the kit says, as the data files say it. */
final class KitFields {

  private KitFields() {}

  static ObjectNode of(Message message) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (message instanceof Message.Hello hello) {
      begin(node, "HELLO", message);
      node.put("minVersion", hello.minVersion()).put("maxVersion", hello.maxVersion());
      node.put("features", String.valueOf(hello.features()));
      node.put("maxExchanges", hello.maxExchanges()).put("maxBlockBytes", hello.maxBlockBytes());
      node.put("token", hex(hello.token())).put("agent", hex(hello.agent()));
    } else if (message instanceof Message.Ping ping) {
      begin(node, "PING", message).put("value", HexFormat.of().toHexDigits(ping.value()));
    } else if (message instanceof Message.Pong pong) {
      begin(node, "PONG", message).put("value", HexFormat.of().toHexDigits(pong.value()));
    } else if (message instanceof Message.GoAway away) {
      begin(node, "GO_AWAY", message).put("lastId", away.lastId());
      node.put("retryAfterMillis", away.retryAfterMillis()).put("text", hex(away.text()));
    } else if (message instanceof Message.Failure failure) {
      begin(node, "FAILURE", message);
      node.put("code", failure.code()).put("text", hex(failure.text()));
    } else if (message instanceof Message.Busy busy) {
      begin(node, "BUSY", message);
      node.put("retryAfterMillis", busy.retryAfterMillis()).put("place", busy.place());
    } else if (message instanceof Message.Request request) {
      request(begin(node, "REQUEST", message), request);
    } else if (message instanceof Message.Exists exists) {
      begin(node, "EXISTS", message).put("size", String.valueOf(exists.size()));
      time(node, exists.modified());
      node.put("blockSize", exists.blockSize()).put("tag", hex(exists.tag()));
      node.put("sha256", hex(exists.sha256()));
    } else if (message instanceof Message.NotExists) {
      begin(node, "NOT_EXISTS", message);
    } else if (message instanceof Message.Ready ready) {
      begin(node, "READY", message).put("offset", String.valueOf(ready.offset()));
      node.put("length", String.valueOf(ready.length()));
    } else if (message instanceof Message.Block block) {
      begin(node, "BLOCK", message).put("offset", String.valueOf(block.offset()));
      node.put("data", hex(block.data()));
    } else if (message instanceof Message.End end) {
      begin(node, "END", message).put("length", String.valueOf(end.length()));
    } else if (message instanceof Message.Cancel) {
      begin(node, "CANCEL", message);
    } else if (message instanceof Message.List list) {
      begin(node, "LIST", message).put("recursive", list.recursive()).put("path", hex(list.path()));
    } else if (message instanceof Message.Entry entry) {
      begin(node, "ENTRY", message).put("kind", entry.folder() ? 2 : 1);
      node.put("size", String.valueOf(entry.size()));
      time(node, entry.modified());
      node.put("tag", hex(entry.tag()));
      node.put("path", hex(entry.path().getBytes(StandardCharsets.UTF_8)));
    } else if (message instanceof Message.ListEnd end) {
      begin(node, "LIST_END", message).put("entries", String.valueOf(end.entries()));
      node.put("omitted", String.valueOf(end.omitted()));
    }
    return node;
  }

  private static ObjectNode begin(ObjectNode node, String type, Message message) {
    return node.put("type", type).put("id", message.id());
  }

  private static void request(ObjectNode node, Message.Request request) {
    node.put("path", hex(request.path())).put("expectedTag", hex(request.expectedTag()));
    node.put("wantsSha256", request.wantsSha256());
    Message.Advance advance = request.advance();
    if (advance != null) {
      node.putObject("advance")
          .put("offset", String.valueOf(advance.offset()))
          .put("length", String.valueOf(advance.length()))
          .put("maxSize", String.valueOf(advance.maxSize()));
    }
  }

  private static void time(ObjectNode node, Instant time) {
    node.put("modifiedSeconds", String.valueOf(time.getEpochSecond()));
    node.put("modifiedNanos", time.getNano());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
