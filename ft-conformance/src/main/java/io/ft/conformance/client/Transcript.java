package io.ft.conformance.client;

import io.ft.conformance.wire.Message;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What was said in a run of a client, for people. Used on one thread. */
final class Transcript {

  private static final int SHOWN_LINES = 40;
  private static final int SHOWN_BYTES = 32;

  private final List<String> lines = new ArrayList<>();

  void connected(int number) {
    lines.add("-- connection " + number);
  }

  void sent(Message message) {
    sent(describe(message));
  }

  void sent(String what) {
    lines.add("kit:    " + what);
  }

  void received(Message message) {
    received(describe(message));
  }

  void received(String what) {
    lines.add("client: " + what);
  }

  @Override
  public String toString() {
    int left = Math.max(0, lines.size() - SHOWN_LINES);
    String shown = String.join("\n", lines.subList(left, lines.size()));
    return left == 0 ? shown : "(" + left + " lines before)\n" + shown;
  }

  /** The frame with all its fields. */
  static String describe(@Nullable Message message) {
    if (message == null) {
      return "the end of the connection";
    }
    StringJoiner fields = new StringJoiner(" ");
    fields.add(name(message.getClass()));
    for (RecordComponent field : message.getClass().getRecordComponents()) {
      fields.add(field.getName() + "=" + value(field, message));
    }
    return fields.toString();
  }

  /** As the specification writes it: ListEnd is LIST_END. */
  static String name(Class<? extends Message> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  private static String value(RecordComponent field, Message message) {
    try {
      Object value = field.getAccessor().invoke(message);
      return value instanceof byte[] bytes ? bytes(bytes) : String.valueOf(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Text if all of it is printable ASCII, else the first bytes in hexadecimal. */
  static String bytes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (bytes.length <= SHOWN_BYTES && text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      return "\"" + text + "\"";
    }
    int shown = Math.min(bytes.length, SHOWN_BYTES);
    return HexFormat.of().formatHex(bytes, 0, shown)
        + (shown < bytes.length ? "... (" + bytes.length + " bytes)" : "");
  }
}
