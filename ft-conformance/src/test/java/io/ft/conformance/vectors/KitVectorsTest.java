package io.ft.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ft.conformance.Violation;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageReader;
import io.ft.conformance.wire.MessageWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The kit's own reader and writer against the golden vectors. */
class KitVectorsTest {

  /** What is wrong with these is not in the frame alone. */
  private static final List<String> RULES_OF_A_CONVERSATION = List.of("H-4", "H-9", "X-7");

  @TestFactory
  Stream<DynamicTest> messagesAreReadAndWritten() {
    return Vectors.messages().stream()
        .map(
            vector ->
                dynamicTest(
                    vector.name(),
                    () -> {
                      Message message = read(vector.bytes(), sender(vector), isHello(vector));

                      assertThat(KitFields.of(message)).hasToString(vector.message().toString());
                      assertThat(MessageWriter.frame(message).bytes()).isEqualTo(vector.bytes());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> malformedFramesAreViolations() {
    return Vectors.malformed().stream()
        .filter(vector -> vector.rules().stream().noneMatch(RULES_OF_A_CONVERSATION::contains))
        .map(
            vector ->
                dynamicTest(
                    vector.name() + ", " + vector.sender(),
                    () -> {
                      boolean first = vector.state().equals("greeting");
                      assertThatThrownBy(() -> read(vector.bytes(), vector.sender(), first))
                          .isInstanceOf(Violation.class);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> unknownTypesAreSkipped() {
    return Vectors.skipped().stream()
        .map(
            vector ->
                dynamicTest(
                    vector.name(),
                    () ->
                        assertThat(reader(vector.bytes(), FrameType.Sender.CLIENT, false).read())
                            .isNull()));
  }

  private static FrameType.Sender sender(MessageVector vector) {
    return vector.sender() == FrameType.Sender.BOTH ? FrameType.Sender.CLIENT : vector.sender();
  }

  private static boolean isHello(MessageVector vector) {
    return vector.message().get("type").asText().equals("HELLO");
  }

  private static Message read(byte[] frame, FrameType.Sender sender, boolean first)
      throws Exception {
    Message message = reader(frame, sender, first).read();
    if (message == null) {
      throw new EOFException();
    }
    return message;
  }

  /** At the frame: behind the preface, and behind a HELLO unless the frame is the first one. */
  private static MessageReader reader(byte[] frame, FrameType.Sender sender, boolean first)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Frame.preface());
    if (!first) {
      bytes.writeBytes(
          MessageWriter.frame(new Message.Hello(1, 1, 3, 8, 8_388_608, new byte[0], new byte[0]))
              .bytes());
    }
    bytes.writeBytes(frame);
    MessageReader reader = new MessageReader(new ByteArrayInputStream(bytes.toByteArray()), sender);
    if (!first) {
      reader.read();
    }
    return reader;
  }
}
