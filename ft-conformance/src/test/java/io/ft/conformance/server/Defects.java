package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import io.ft.conformance.wire.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** How to make servers that break a rule, and what they need to know of frames. */
final class Defects {

  private static final int HELLO_MAX_EXCHANGES = 10;
  private static final int HELLO_TOKEN = 18;
  private static final int EXISTS_TAG = 24;

  private Defects() {}

  /** One that sees another frame in place of each one of its client. */
  static Supplier<Defect> sees(UnaryOperator<Frame> change) {
    return () ->
        new Defect() {
          @Override
          List<Frame> fromClient(Frame frame) {
            return List.of(change.apply(frame));
          }
        };
  }

  /** One that does not see these frames of its client. */
  static Supplier<Defect> ignores(Predicate<Frame> ignored) {
    return () ->
        new Defect() {
          @Override
          List<Frame> fromClient(Frame frame) {
            return ignored.test(frame) ? List.of() : List.of(frame);
          }
        };
  }

  /** One that says another frame in place of each of its own. */
  static Supplier<Defect> says(UnaryOperator<Frame> change) {
    return saysAll(frame -> List.of(change.apply(frame)));
  }

  /** One that says another frame in place of its own of a type. */
  static Supplier<Defect> says(FrameType type, UnaryOperator<Frame> change) {
    return says(frame -> is(frame, type) ? change.apply(frame) : frame);
  }

  /** One that says only some of its frames. */
  static Supplier<Defect> saysOnly(Predicate<Frame> said) {
    return saysAll(frame -> said.test(frame) ? List.of(frame) : List.of());
  }

  /** One that says each frame of a type twice. */
  static Supplier<Defect> saysTwice(FrameType type) {
    return saysAll(frame -> is(frame, type) ? List.of(frame, frame) : List.of(frame));
  }

  private static Supplier<Defect> saysAll(Function<Frame, List<Frame>> change) {
    return () ->
        new Defect() {
          @Override
          List<Frame> fromServer(Frame frame) {
            return change.apply(frame);
          }
        };
  }

  /** One that says something else in the classic dialect. */
  static Supplier<Defect> saysClassic(UnaryOperator<byte[]> change) {
    return () ->
        new Defect() {
          @Override
          byte[] classic(byte[] bytes) {
            return change.apply(bytes);
          }
        };
  }

  static boolean is(Frame frame, FrameType type) {
    return frame.code() == type.code();
  }

  static boolean isFailure(Frame frame, int code) {
    return is(frame, FrameType.FAILURE) && ByteBuffer.wrap(frame.body()).getShort() == code;
  }

  /** {@code frame} with another payload. */
  static Frame with(Frame frame, byte[] payload) {
    return new Frame(frame.code(), frame.id(), frame.offset(), payload.length, payload, 0, 0);
  }

  /** {@code frame} with other bytes in its payload. */
  static Frame with(Frame frame, int index, byte... bytes) {
    byte[] payload = frame.body().clone();
    System.arraycopy(bytes, 0, payload, index, bytes.length);
    return with(frame, payload);
  }

  static Frame withMaxExchanges(Frame hello, int maxExchanges) {
    return with(hello, HELLO_MAX_EXCHANGES, new Payload().u32(maxExchanges).bytes());
  }

  static Frame withToken(Frame hello) {
    byte[] payload = hello.body();
    return with(
        hello,
        new Payload()
            .raw(Arrays.copyOf(payload, HELLO_TOKEN))
            .bytes16("secret")
            .raw(Arrays.copyOfRange(payload, HELLO_TOKEN + 2, payload.length))
            .bytes());
  }

  /** {@code exists} with a tag that ends in another byte. */
  static Frame withLastByteOfTag(Frame exists, byte value) {
    return with(exists, EXISTS_TAG + exists.body()[EXISTS_TAG], value);
  }

  /** {@code exists} with a digest that ends in another byte, if it has one. */
  static Frame wrongDigest(Frame exists) {
    byte[] payload = exists.body().clone();
    if (payload[EXISTS_TAG + 1 + payload[EXISTS_TAG]] != 0) {
      payload[payload.length - 1] ^= 1;
    }
    return with(exists, payload);
  }

  /** {@code exists} without its digest, if it has one. */
  static Frame withoutDigest(Frame exists) {
    int digest = EXISTS_TAG + 1 + exists.body()[EXISTS_TAG];
    byte[] payload = Arrays.copyOf(exists.body(), digest + 1);
    payload[digest] = 0;
    return with(exists, payload);
  }

  /** {@code request} that does not say which tag it wants. */
  static Frame withoutTag(Frame request) {
    ByteBuffer in = ByteBuffer.wrap(request.body());
    int tag = 3 + in.getShort(1);
    if (tag >= in.capacity() || in.get(tag) == 0) {
      return request;
    }
    return with(
        request,
        new Payload()
            .raw(Arrays.copyOf(request.body(), tag))
            .u8(0)
            .raw(
                Arrays.copyOfRange(
                    request.body(), tag + 1 + (in.get(tag) & 0xFF), request.body().length))
            .bytes());
  }

  /** {@code request} for a path without its parts {@code .}. */
  static Frame withSimplePath(Frame request) {
    ByteBuffer in = ByteBuffer.wrap(request.body());
    int length = in.getShort(1);
    String path = new String(request.body(), 3, length, StandardCharsets.ISO_8859_1);
    return with(
        request,
        new Payload()
            .u8(in.get(0))
            .bytes16(path.replaceFirst("^\\./", "").getBytes(StandardCharsets.ISO_8859_1))
            .raw(Arrays.copyOfRange(request.body(), 3 + length, request.body().length))
            .bytes());
  }

  /** {@code entry} with another path of the same length, where it has the one. */
  static Frame renamed(Frame entry, String from, String to) {
    String payload = text(entry.body()).replace(from, to);
    return with(entry, payload.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Whether the path of {@code entry} ends so. */
  static boolean names(Frame entry, String path) {
    return text(entry.body()).endsWith(path);
  }

  /** Whether these are the digits of the classic dialect. */
  static boolean isSize(byte[] bytes) {
    return text(bytes).matches("[0-9]+");
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static Frame failure(int id, int code) {
    return MessageWriter.frame(new Message.Failure(id, code, Ask.utf8("wrong")));
  }

  /** One that every server refuses. */
  static Frame unknown() {
    return Frame.of(0x7F, 0, new byte[0]);
  }

  /** Whether a failure speaks of the connection. */
  static boolean failsConnection(Frame frame) {
    return is(frame, FrameType.FAILURE) && frame.id() == 0;
  }
}
