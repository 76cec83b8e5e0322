package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import java.util.Arrays;
import java.util.List;

/** Section 3.10: how connections end. */
final class ErrorCases {

  /** A CANCEL of an exchange that never was. */
  private static final Message.Cancel MALFORMED = Ask.cancel(Integer.MAX_VALUE);

  private ErrorCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of(
            "E-1", "behind FAILURE for the connection nothing comes", ErrorCases::nothingBehind),
        Case.of("E-1 X-3", "a failed connection ends its exchanges", ErrorCases::endsTheExchanges),
        Case.should(
            "E-1 E-3", "FAILURE arrives although there is unread input", ErrorCases::unreadInput),
        Case.of("E-3", "a server closes soon, even if the client does not", ErrorCases::stubborn),
        Case.of("E-2 E-4", "FAILURE of the client is not answered", ErrorCases::failureOfClient),
        Case.of("E-7", "a half-close before HELLO ends the connection", ErrorCases::beforeHello),
        Case.of("E-7", "a half-close ends an idle connection", ErrorCases::idle),
        Case.of("E-7", "a half-close ends exchanges that wait", ErrorCases::waiting),
        Case.of("E-7", "a half-close ends exchanges that send", ErrorCases::sending),
        Case.of("E-7", "a half-close within a frame ends the connection", ErrorCases::withinFrame),
        Case.of(
            "E-7 E-11 E-12",
            "clients that leave without reading do no harm",
            ErrorCases::unreadData));
  }

  private static void nothingBehind(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(MALFORMED, Ask.whole(1, Tree.SMALL), new Message.Ping(1), MALFORMED);
      session.connection().expectFailure(0, ErrorCode.MALFORMED);
      session.connection().expectClosed();
    }
  }

  private static void endsTheExchanges(ServerUnderTest server) throws Exception {
    try (Session session = Session.openNarrow(server)) {
      session.send(Ask.whole(1, Tree.HUGE));
      Range range = Range.ofZeros(session.expectExists(1));
      range.add(session.expect(Message.Block.class, 1));
      session.send(MALFORMED);
      Message message = session.next("FAILURE for the connection");
      while (message instanceof Message.Block block) {
        range.add(block);
        message = session.next("FAILURE for the connection");
      }
      Session.expectCode(message, ErrorCode.MALFORMED);
      if (message.id() != 0) {
        throw new Violation(
            "got %s (expected: FAILURE for the connection)".formatted(Message.describe(message)));
      }
      session.connection().halfClose().expectClosed();
    }
  }

  private static void unreadInput(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      byte[] malformed = MessageWriter.frame(MALFORMED).bytes();
      session.connection().send(Arrays.copyOf(malformed, 256 * 1024));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void stubborn(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(MALFORMED);
      session.connection().expectFailure(0, ErrorCode.MALFORMED);
      Ends.expectClosedFor(session.connection(), new byte[] {0});
    }
  }

  private static void failureOfClient(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      session.expectExists(1);
      // A code that nobody knows is final like any other.
      session.send(new Message.Failure(0, 54_321, Ask.utf8("The client has had enough.")));
      session.connection().expectClosed();
    }
  }

  private static void beforeHello(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      connection.send(Frame.preface());
      connection.halfClose();
      Ends.expectEndWithoutEnd(connection);
    }
  }

  private static void idle(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.expectServed(1);
      session.connection().halfClose().expectClosed();
    }
  }

  private static void waiting(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      session.expectExists(1);
      session.connection().halfClose();
      Ends.expectEndWithoutEnd(session.connection());
    }
  }

  private static void sending(ServerUnderTest server) throws Exception {
    try (Session session = Session.openNarrow(server)) {
      session.send(Ask.whole(1, Tree.HUGE));
      session.expectExists(1);
      session.expect(Message.Block.class, 1);
      session.connection().halfClose();
      Ends.expectEndWithoutEnd(session.connection());
    }
  }

  private static void withinFrame(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      byte[] frame = MessageWriter.frame(Ask.request(1, Tree.SMALL)).bytes();
      session.connection().send(Arrays.copyOf(frame, frame.length - 5)).halfClose();
      Ends.expectEndWithoutEnd(session.connection());
    }
    try (Session session = Session.open(server)) {
      byte[] header = Frame.of(FrameType.PING.code(), 0, new byte[8]).bytes();
      session.connection().send(Arrays.copyOf(header, 3)).halfClose();
      Ends.expectEndWithoutEnd(session.connection());
    }
  }

  /** A close with unread data resets the connection. */
  private static void unreadData(ServerUnderTest server) throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Session session = Session.openNarrow(server)) {
        session.send(Ask.whole(1, Tree.HUGE), Ask.request(2, Tree.SMALL));
        session.next("EXISTS");
      }
    }
    try (Session session = Session.open(server)) {
      session.expectServed(1);
    }
  }
}
