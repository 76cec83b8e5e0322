package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.util.List;

/** READY, in a frame of its own or inside of the REQUEST. */
final class ReadyCases {

  private static final int SIZE = Tree.LARGE_BYTES;

  private ReadyCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("R-8", "a server waits for READY", ReadyCases::waits),
        Case.of("R-8", "READY can come before EXISTS", ReadyCases::before),
        Case.of("R-8", "the range is what there is of it", ReadyCases::clipped),
        Case.of(
            "R-8", "an offset beyond the end is BAD_RANGE, behind EXISTS", ReadyCases::badRange),
        Case.of("R-9", "a range can be empty", ReadyCases::emptyRange),
        Case.of("R-10", "ADVANCE up to the size of the file takes effect", ReadyCases::advance),
        Case.of(
            "R-10 R-11", "ADVANCE for a smaller file has no effect", ReadyCases::advanceWithout),
        Case.of("R-10 R-8", "ADVANCE has a range as READY has", ReadyCases::advanceRange),
        Case.of(
            "R-10 R-8",
            "ADVANCE from an offset beyond the end is BAD_RANGE, behind EXISTS",
            ReadyCases::advanceBadRange),
        Case.of("R-9 R-10", "ADVANCE with length 0 asks about a file", ReadyCases::advanceNothing));
  }

  private static void waits(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      Message.Exists exists = session.expectExists(1);
      session.expectQuiet();
      session.expectQuiet();
      session.send(Ask.ready(1));
      Contents.expect(Tree.SMALL, session.expectRange(exists, 0, Ask.ALL));
    }
  }

  private static void before(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.LARGE), new Message.Ready(1, 7, 70_000));
      byte[] data = session.expectRange(session.expectExists(1), 7, 70_000);
      Contents.expect(Tree.LARGE, 7, 70_000, data);
      session.expectQuiet();
    }
  }

  private static void clipped(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.LARGE), new Message.Ready(1, SIZE - 3, 4));
      byte[] data = session.expectRange(session.expectExists(1), SIZE - 3, 4);
      Contents.expect(Tree.LARGE, SIZE - 3, 3, data);
      session.send(Ask.request(2, Tree.LARGE), new Message.Ready(2, SIZE - 1, Ask.ALL));
      data = session.expectRange(session.expectExists(2), SIZE - 1, Ask.ALL);
      Contents.expect(Tree.LARGE, SIZE - 1, 1, data);
    }
  }

  private static void badRange(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL), new Message.Ready(1, 15, 1));
      session.expectExists(1);
      session.expectFailure(1, ErrorCode.BAD_RANGE);
      session.send(Ask.request(2, Tree.SMALL));
      session.expectExists(2);
      session.send(new Message.Ready(2, Long.MAX_VALUE, Long.MAX_VALUE));
      session.expectFailure(2, ErrorCode.BAD_RANGE);
      session.expectServed(3);
    }
  }

  private static void emptyRange(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      Message.Exists exists = session.expectExists(1);
      session.expectQuiet();
      session.send(new Message.Ready(1, 3, 0));
      session.expectRange(exists, 3, 0);
      session.send(Ask.request(2, Tree.SMALL), new Message.Ready(2, 14, Ask.ALL));
      session.expectRange(session.expectExists(2), 14, 0);
      session.expectQuiet();
    }
  }

  private static void advance(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.advance(1, Tree.LARGE, 0, Ask.ALL, SIZE));
      Contents.expect(Tree.LARGE, session.expectWhole(1));
      session.expectQuiet();
    }
  }

  private static void advanceWithout(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.advance(1, Tree.LARGE, 5, 10, SIZE - 1));
      Message.Exists exists = session.expectExists(1);
      session.expectQuiet();
      session.send(new Message.Ready(1, 1, 2));
      Contents.expect(Tree.LARGE, 1, 2, session.expectRange(exists, 1, 2));
      session.expectQuiet();
    }
  }

  private static void advanceRange(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.advance(1, Tree.LARGE, 1_000, 8_000, Ask.ALL));
      byte[] data = session.expectRange(session.expectExists(1), 1_000, 8_000);
      Contents.expect(Tree.LARGE, 1_000, 8_000, data);
    }
  }

  private static void advanceBadRange(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.advance(1, Tree.SMALL, 15, 0, Ask.ALL));
      session.expectExists(1);
      session.expectFailure(1, ErrorCode.BAD_RANGE);
      session.expectServed(2);
    }
  }

  private static void advanceNothing(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.advance(1, Tree.LARGE, 0, 0, Ask.ALL));
      session.expectRange(session.expectExists(1), 0, 0);
      session.expectQuiet();
    }
  }
}
