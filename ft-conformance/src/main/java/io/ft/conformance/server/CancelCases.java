package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.util.List;

/** CANCEL in every state of section 4.2. */
final class CancelCases {

  private CancelCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("X-11 X-2", "CANCEL behind the REQUEST", CancelCases::opening),
        Case.of("X-11 X-2", "CANCEL behind REQUEST and READY", CancelCases::openingAndReady),
        Case.of("X-11 X-2", "CANCEL of an exchange that waits for READY", CancelCases::waiting),
        Case.of("X-11 X-2 Q-1", "CANCEL while a long file is sent", CancelCases::sending),
        Case.of("X-11 X-2", "CANCEL of a listing", CancelCases::listing),
        Case.of("X-8 X-2", "a second CANCEL is ignored", CancelCases::twice));
  }

  private static void opening(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL), Ask.cancel(1));
      Message message = session.next("EXISTS or FAILURE for 1");
      if (message instanceof Message.Exists) {
        message = session.next("FAILURE for 1");
      }
      Session.expectCode(message, ErrorCode.CANCELLED);
      session.expectQuiet();
      session.send(Ask.request(2, "missing"), Ask.cancel(2));
      message = session.next("NOT_EXISTS or FAILURE for 2");
      if (!(message instanceof Message.NotExists)) {
        Session.expectCode(message, ErrorCode.CANCELLED);
      }
      session.expectQuiet();
      session.expectServed(3);
    }
  }

  private static void openingAndReady(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL), Ask.ready(1), Ask.cancel(1));
      Message message = session.next("EXISTS or FAILURE for 1");
      Range range = null;
      while (!(message instanceof Message.Failure)) {
        if (message instanceof Message.Exists exists && range == null) {
          range = new Range(exists, 0, Ask.ALL);
        } else if (message instanceof Message.Block block && range != null) {
          range.add(block);
        } else if (message instanceof Message.End end && range != null) {
          range.end(end);
          break;
        } else {
          throw new Violation("got " + Message.describe(message) + " (expected: an end)");
        }
        message = session.next("FAILURE for 1");
      }
      if (message instanceof Message.Failure) {
        Session.expectCode(message, ErrorCode.CANCELLED);
      }
      session.expectQuiet();
      session.expectServed(2);
    }
  }

  private static void waiting(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      session.expectExists(1);
      session.send(Ask.cancel(1));
      session.expectFailure(1, ErrorCode.CANCELLED);
      session.expectQuiet();
      session.expectServed(2);
    }
  }

  /** So much is left that the end cannot be on its way. */
  private static void sending(ServerUnderTest server) throws Exception {
    try (Session session = Session.openNarrow(server)) {
      session.send(Ask.whole(1, Tree.HUGE));
      Range range = Range.ofZeros(session.expectExists(1));
      range.add(session.expect(Message.Block.class, 1));
      session.send(Ask.cancel(1));
      Message message = session.next("BLOCK or FAILURE for 1");
      while (message instanceof Message.Block block) {
        range.add(block);
        message = session.next("BLOCK or FAILURE for 1");
      }
      Session.expectCode(message, ErrorCode.CANCELLED);
      session.expectQuiet();
      session.expectServed(2);
    }
  }

  private static void listing(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.LIST)) {
      session.send(Ask.listRecursively(1, ""), Ask.cancel(1));
      Message message = session.next("ENTRY, LIST_END or FAILURE for 1");
      while (message instanceof Message.Entry) {
        message = session.next("ENTRY, LIST_END or FAILURE for 1");
      }
      if (!(message instanceof Message.ListEnd)) {
        Session.expectCode(message, ErrorCode.CANCELLED);
      }
      session.expectQuiet();
      session.expectServed(2);
    }
  }

  private static void twice(ServerUnderTest server) throws Exception {
    try (Session session = Session.openNarrow(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      session.expectExists(1);
      session.send(Ask.cancel(1), Ask.cancel(1));
      session.expectFailure(1, ErrorCode.CANCELLED);
      session.expectQuiet();
      session.expectServed(2);
    }
  }
}
