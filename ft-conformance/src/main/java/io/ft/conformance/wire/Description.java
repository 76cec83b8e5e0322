package io.ft.conformance.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** What a message says, for people. */
final class Description {

  /** Of messages that are sent at once. */
  private static final int MAX_DESCRIBED = 8;

  private static final int MAX_TEXT_CHARS = 80;
  private static final int MAX_QUOTED_BYTES = 32;

  private Description() {}

  static String of(Message message) {
    String detail = detail(message);
    return Message.name(message.getClass())
        + (message.id() == 0 ? "" : " for " + message.id())
        + (detail.isEmpty() ? "" : " (" + detail + ")");
  }

  static String of(Message... messages) {
    String described =
        Arrays.stream(messages)
            .limit(MAX_DESCRIBED)
            .map(Description::of)
            .collect(Collectors.joining("; "));
    int more = messages.length - MAX_DESCRIBED;
    return more > 0 ? described + "; and " + more + " more" : described;
  }

  private static String detail(Message message) {
    if (message instanceof Message.Hello hello) {
      return "versions %d to %d, features %x, %d exchanges, blocks of up to %d"
          .formatted(
              hello.minVersion(),
              hello.maxVersion(),
              hello.features(),
              hello.maxExchanges(),
              hello.maxBlockBytes());
    } else if (message instanceof Message.Ping ping) {
      return Long.toUnsignedString(ping.value());
    } else if (message instanceof Message.Pong pong) {
      return Long.toUnsignedString(pong.value());
    } else if (message instanceof Message.GoAway away) {
      return "lastId " + away.lastId();
    } else if (message instanceof Message.Failure failure) {
      return "code " + failure.code() + ", " + text(failure.text());
    } else if (message instanceof Message.Busy busy) {
      return "again after %d ms, place %d".formatted(busy.retryAfterMillis(), busy.place());
    } else if (message instanceof Message.Request request) {
      return text(request.path()) + tag(request.expectedTag()) + options(request);
    } else if (message instanceof Message.Exists exists) {
      return "%d bytes, blocks of %d%s"
          .formatted(exists.size(), exists.blockSize(), tag(exists.tag()));
    } else if (message instanceof Message.Ready ready) {
      return "%d from %d".formatted(ready.length(), ready.offset());
    } else if (message instanceof Message.Block block) {
      return "%d at %d%s"
          .formatted(
              block.data().length, block.offset(), block.intact() ? "" : ", a wrong data check");
    } else if (message instanceof Message.End end) {
      return String.valueOf(end.length());
    } else if (message instanceof Message.List list) {
      return text(list.path()) + (list.recursive() ? ", recursive" : "");
    } else if (message instanceof Message.Entry entry) {
      return text(entry.path().getBytes(StandardCharsets.UTF_8))
          + (entry.folder() ? ", a folder" : ", " + entry.size() + " bytes" + tag(entry.tag()));
    } else if (message instanceof Message.ListEnd end) {
      return "%d entries, %d omitted".formatted(end.entries(), end.omitted());
    }
    return "";
  }

  private static String options(Message.Request request) {
    Message.Advance advance = request.advance();
    return (request.wantsSha256() ? ", SHA256" : "")
        + (advance == null
            ? ""
            : ", ADVANCE %d from %d up to %d"
                .formatted(advance.length(), advance.offset(), advance.maxSize()));
  }

  private static String tag(byte[] tag) {
    return tag.length == 0 ? "" : ", tag " + HexFormat.of().formatHex(tag);
  }

  /** Text if all of it is printable ASCII, else the first bytes in hexadecimal. */
  static String quote(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (bytes.length <= MAX_QUOTED_BYTES && text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      return '"' + text + '"';
    }
    int shown = Math.min(bytes.length, MAX_QUOTED_BYTES);
    return HexFormat.of().formatHex(bytes, 0, shown)
        + (shown < bytes.length ? "... (" + bytes.length + " bytes)" : "");
  }

  /** {@code bytes} between quotation marks, if they are text with nothing that acts. */
  static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
    return text.length() <= MAX_TEXT_CHARS
        ? '"' + text + '"'
        : '"' + text.substring(0, MAX_TEXT_CHARS) + "\"...";
  }
}
