package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Section 3.1, as far as it takes more than one frame. */
final class FramingCases {

  /** More than any frame but BLOCK may have. */
  private static final int TOO_MANY_BYTES = 16_385;

  private FramingCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of(
            "F-1", "the greeting and requests can come byte by byte", FramingCases::singleBytes),
        Case.of(
            "F-1 X-1",
            "greeting, requests and what is between them can come at once",
            FramingCases::oneWrite),
        Case.of(
            "F-3",
            "a wrong header check ends the connection at once, whatever else is wrong",
            FramingCases::headerCheck),
        Case.of(
            "F-3",
            "behind a wrong header check no other frame is looked for",
            FramingCases::noResynchronization),
        Case.of(
            "F-4",
            "the payload check is compared before the payload is looked at",
            FramingCases::payloadCheckFirst),
        Case.of(
            "F-4 N-4",
            "a payload check without the header check in it is wrong",
            FramingCases::plainCrc),
        Case.of(
            "F-6",
            "a header that does not fit is refused before its payload comes",
            FramingCases::headerFirst),
        Case.of("F-6", "a frame of a server is refused from a client", FramingCases::frameOfServer),
        Case.of("F-9", "unknown types below 0x80 are refused", FramingCases::unknownLow),
        Case.of(
            "F-9", "types that are reserved for later are refused by now", FramingCases::reserved),
        Case.of("F-10", "unknown types from 0x80 on are skipped", FramingCases::skipped),
        Case.of("F-10", "of a skipped frame the length is bounded", FramingCases::skippedTooLong));
  }

  private static void singleBytes(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(ServerUnderTest.greeting(server.hello()));
      out.writeBytes(MessageWriter.frame(Ask.request(1, Tree.SMALL)).bytes());
      out.writeBytes(MessageWriter.frame(Ask.ready(1)).bytes());
      for (byte each : out.toByteArray()) {
        connection.send(new byte[] {each});
      }
      Session session = Session.behind(connection);
      Contents.expect(Tree.SMALL, session.expectWhole(1));
      session.expectQuiet();
    }
  }

  private static void oneWrite(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(ServerUnderTest.greeting(server.hello()));
      for (int id = 1; id <= 8; id++) {
        out.writeBytes(Frame.of(0x80 + id, 0, new byte[id]).bytes());
        out.writeBytes(MessageWriter.frame(Ask.whole(id, Tree.SMALL)).bytes());
      }
      connection.send(out.toByteArray());
      Session session = Session.behind(connection);
      Exchanges.expectAll(session, 1, 8, Tree.SMALL);
      session.expectQuiet();
    }
  }

  private static void headerCheck(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      Frame frame = Frame.of(0x7F, -1, new byte[0]).withLength(0xFF_FFFF).withWrongHeaderCheck();
      session.connection().send(Arrays.copyOf(frame.bytes(), 12));
      session.connection().expectFailed(ErrorCode.CHECKSUM);
    }
  }

  private static void noResynchronization(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session
          .connection()
          .send(
              MessageWriter.frame(new Message.Ping(1)).withWrongHeaderCheck(),
              MessageWriter.frame(Ask.whole(1, Tree.SMALL)));
      session.connection().expectFailure(0, ErrorCode.CHECKSUM);
      session.connection().halfClose().expectClosed();
    }
  }

  private static void payloadCheckFirst(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      byte[] payload = {-1, -1, -1, -1};
      session
          .connection()
          .send(Frame.of(FrameType.REQUEST.code(), 1, payload).withWrongBodyCheck());
      session.connection().expectFailed(ErrorCode.CHECKSUM);
    }
  }

  private static void plainCrc(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL)).expectExists(1);
      byte[] bytes = MessageWriter.frame(new Message.Cancel(1)).bytes();
      // The CRC32C of no bytes.
      Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) 0);
      session.connection().send(bytes);
      session.connection().expectFailed(ErrorCode.CHECKSUM);
    }
  }

  private static void headerFirst(ServerUnderTest server) throws Exception {
    expectRefusedByHeader(server, FrameType.REQUEST.code());
  }

  private static void skippedTooLong(ServerUnderTest server) throws Exception {
    expectRefusedByHeader(server, 0x80);
  }

  private static void expectRefusedByHeader(ServerUnderTest server, int code) throws Exception {
    try (Session session = Session.open(server)) {
      Frame frame = Frame.of(code, 1, new byte[0]).withLength(TOO_MANY_BYTES);
      session.connection().send(Arrays.copyOf(frame.bytes(), 12));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void frameOfServer(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      session.expectExists(1);
      session.send(new Message.End(1, 0));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void unknownLow(ServerUnderTest server) throws Exception {
    for (int code : new int[] {0x07, 0x7F}) {
      expectRefused(server, code);
    }
  }

  private static void reserved(ServerUnderTest server) throws Exception {
    for (int code : new int[] {0x30, 0x38, 0x3C}) {
      expectRefused(server, code);
    }
  }

  private static void expectRefused(ServerUnderTest server, int code) throws Exception {
    try (Session session = Session.open(server)) {
      session.connection().send(Frame.of(code, 1, new byte[0]));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void skipped(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session
          .connection()
          .send(
              Frame.of(0x80, 0, new byte[0]),
              MessageWriter.frame(Ask.request(1, Tree.SMALL)),
              Frame.of(0xFF, -1, new byte[16_384]).withWrongBodyCheck(),
              Frame.of(0x9A, 1, new byte[1]),
              MessageWriter.frame(Ask.ready(1)),
              Frame.of(0x80, 1, new byte[17]));
      Contents.expect(Tree.SMALL, session.expectWhole(1));
      session.expectQuiet();
    }
  }
}
