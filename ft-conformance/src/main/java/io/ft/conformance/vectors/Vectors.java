package io.ft.conformance.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Reads the data files. */
public final class Vectors {

  private Vectors() {}

  /** Frames that break a rule. */
  public static List<MalformedVector> malformed() {
    return rows("malformed.json").stream().map(Vectors::malformed).toList();
  }

  /** Frames that keep all rules, and what they say. */
  public static List<MessageVector> messages() {
    return rows("messages.json").stream()
        .map(
            row ->
                new MessageVector(
                    row.get("name").asText(),
                    rules(row),
                    FrameType.Sender.valueOf(row.get("sender").asText().toUpperCase(Locale.ROOT)),
                    row.get("message"),
                    hex(row, "hex")))
        .toList();
  }

  /** Frames of unknown types that must be skipped. */
  public static List<ByteVector> skipped() {
    return bytes("skipped.json");
  }

  /** What may not stand in place of the preface. */
  public static List<ByteVector> prefaces() {
    return bytes("prefaces.json");
  }

  /** What a server of the classic dialect says, and what a client must make of it. */
  public static List<ClassicVector> classicAnswers() {
    return classic("classic-answers.json");
  }

  /** What a client of the classic dialect says first, and what a server must make of it. */
  public static List<ClassicVector> classicNames() {
    return classic("classic-names.json");
  }

  private static List<ClassicVector> classic(String file) {
    return rows(file).stream()
        .map(
            row ->
                new ClassicVector(
                    row.get("name").asText(),
                    rules(row),
                    StreamSupport.stream(row.get("steps").spliterator(), false)
                        .map(Vectors::step)
                        .toList(),
                    row.get("outcome")))
        .toList();
  }

  private static ClassicVector.Step step(JsonNode step) {
    if (step.has("hex")) {
      return new ClassicVector.Bytes(hex(step, "hex"));
    }
    return step.has("pauseMillis")
        ? new ClassicVector.Pause(step.get("pauseMillis").asLong())
        : new ClassicVector.Close();
  }

  private static List<ByteVector> bytes(String file) {
    return rows(file).stream()
        .map(row -> new ByteVector(row.get("name").asText(), rules(row), hex(row, "hex")))
        .toList();
  }

  private static MalformedVector malformed(JsonNode row) {
    JsonNode frame = row.get("frame");
    MalformedVector vector =
        new MalformedVector(
            row.get("name").asText(),
            rules(row),
            FrameType.Sender.valueOf(row.get("sender").asText().toUpperCase(Locale.ROOT)),
            row.get("state").asText(),
            ErrorCode.of(row.get("error").asText()),
            new Frame(
                frame.get("type").asInt(),
                (int) frame.get("id").asLong(),
                Long.parseUnsignedLong(frame.get("offset").asText()),
                frame.get("length").asInt(),
                hex(frame, "body"),
                (int) frame.get("headerFlaw").asLong(),
                (int) frame.get("bodyFlaw").asLong()),
            frame.get("headerOnly").asBoolean());
    if (!HexFormat.of().formatHex(vector.bytes()).equals(row.get("hex").asText())) {
      throw new IllegalStateException(
          "the vector \"%s\": its hex is not its frame (expected: %s)"
              .formatted(vector.name(), HexFormat.of().formatHex(vector.bytes())));
    }
    return vector;
  }

  private static List<String> rules(JsonNode row) {
    return StreamSupport.stream(row.get("rules").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static byte[] hex(JsonNode row, String field) {
    return HexFormat.of().parseHex(row.get(field).asText());
  }

  private static List<JsonNode> rows(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file);
      }
      return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
