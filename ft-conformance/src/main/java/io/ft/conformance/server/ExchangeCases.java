package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.util.List;
import java.util.Map;

/** Section 3.5: ids, ends, and what crosses. */
final class ExchangeCases {

  private ExchangeCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("X-1", "ids can be skipped, up to the highest one", ExchangeCases::skippedIds),
        Case.of("X-1", "an id that was used is malformed", ExchangeCases::usedId),
        Case.of("X-1", "an id below one that was used is malformed", ExchangeCases::lowerId),
        Case.of("X-1", "the id of a refused request has been used", ExchangeCases::refusedId),
        Case.of("X-1", "LIST and REQUEST share the ids", ExchangeCases::sharedIds),
        Case.of("X-2", "behind the end of an exchange nothing comes", ExchangeCases::oneEnd),
        Case.of(
            "X-6",
            "READY and CANCEL for an exchange that has ended are ignored",
            ExchangeCases::afterTheEnd),
        Case.of(
            "X-6", "READY and CANCEL for a skipped id are ignored", ExchangeCases::forSkippedId),
        Case.of("X-7", "READY for an id that was not used is malformed", ExchangeCases::earlyReady),
        Case.of(
            "X-7", "CANCEL for an id that was not used is malformed", ExchangeCases::earlyCancel),
        Case.of("X-8", "a second READY is malformed", ExchangeCases::secondReady),
        Case.of(
            "X-8",
            "READY behind an ADVANCE that took effect is malformed",
            ExchangeCases::readyAfterAdvance),
        Case.of(
            "X-8 X-6",
            "READY for a listing is malformed, or ignored behind its end",
            ExchangeCases::readyForListing),
        Case.of("X-13", "one exchange can end while another waits", ExchangeCases::independence),
        Case.of(
            "X-13 B-1",
            "exchanges at once have their own blocks each",
            ExchangeCases::interleaved));
  }

  private static void skippedIds(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.expectServed(7);
      session.expectServed(1_000_000);
      session.expectServed(Integer.MAX_VALUE);
      session.send(Ask.request(Integer.MAX_VALUE, Tree.SMALL));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void usedId(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(5, Tree.SMALL));
      session.expectExists(5);
      session.send(Ask.request(5, Tree.SMALL));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void lowerId(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.expectServed(5);
      session.send(Ask.request(4, Tree.SMALL));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void refusedId(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(5, "missing"));
      session.expect(Message.NotExists.class, 5);
      session.send(Ask.request(5, Tree.SMALL));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void sharedIds(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.LIST)) {
      session.expectServed(5);
      session.send(Ask.list(5, ""));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void oneEnd(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.expectServed(1);
      session.expectQuiet();
      session.send(Ask.request(2, "missing"));
      session.expect(Message.NotExists.class, 2);
      session.expectQuiet();
      session.send(Ask.request(3, Tree.SMALL), new Message.Ready(3, 15, 1));
      session.expectExists(3);
      session.expectFailure(3, ErrorCode.BAD_RANGE);
      session.expectQuiet();
      session.expectServed(4);
      session.expectQuiet();
    }
  }

  private static void afterTheEnd(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.expectServed(1);
      session.send(Ask.ready(1), Ask.cancel(1), Ask.cancel(1));
      session.expectQuiet();
      session.send(Ask.request(2, "missing"));
      session.expect(Message.NotExists.class, 2);
      session.send(Ask.ready(2), Ask.cancel(2), Ask.ready(1));
      session.expectQuiet();
      session.expectServed(3);
    }
  }

  private static void forSkippedId(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.expectServed(9);
      session.send(Ask.ready(4), Ask.cancel(5));
      session.expectQuiet();
      session.expectServed(10);
    }
  }

  private static void earlyReady(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.expectServed(1);
      session.send(Ask.ready(2));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void earlyCancel(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.expectServed(1);
      session.send(Ask.cancel(2));
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  /** The exchange cannot have ended: its file is longer than all that is between two sockets. */
  private static void secondReady(ServerUnderTest server) throws Exception {
    try (Session session = Session.openNarrow(server)) {
      session.send(Ask.request(1, Tree.HUGE), Ask.ready(1), Ask.ready(1));
      expectRefusedWhileRunning(session);
    }
  }

  private static void readyAfterAdvance(ServerUnderTest server) throws Exception {
    try (Session session = Session.openNarrow(server)) {
      session.send(Ask.whole(1, Tree.HUGE));
      session.expectExists(1);
      session.send(Ask.ready(1));
      expectRefusedWhileRunning(session);
    }
  }

  private static void expectRefusedWhileRunning(Session session) throws Exception {
    Message message;
    do {
      message = session.next("FAILURE 1 for the connection");
      if (message instanceof Message.End) {
        throw new Violation("got %s (expected: FAILURE 1)".formatted(Message.describe(message)));
      }
    } while (message.id() != 0);
    Session.expectCode(message, ErrorCode.MALFORMED);
  }

  private static void readyForListing(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.LIST)) {
      session.send(Ask.listRecursively(1, ""), Ask.ready(1));
      Message message = session.next("ENTRY, LIST_END, or FAILURE for the connection");
      while (message instanceof Message.Entry) {
        message = session.next("ENTRY, LIST_END, or FAILURE for the connection");
      }
      if (!(message instanceof Message.ListEnd)) {
        Session.expectCode(message, ErrorCode.MALFORMED);
        if (message.id() != 0) {
          throw new Violation(
              "got %s (expected: FAILURE for the connection)".formatted(Message.describe(message)));
        }
        return;
      }
      // The listing may have ended before the READY was read. Then it is ignored, or refused if it
      // was read while the end was on its way.
      message = session.send(new Message.Ping(1)).next("PONG, or FAILURE for the connection");
      if (message.id() != 0) {
        throw new Violation("got %s (expected: PONG)".formatted(Message.describe(message)));
      }
    }
  }

  private static void independence(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.LARGE));
      Message.Exists exists = session.expectExists(1);
      session.expectServed(2);
      session.send(Ask.request(3, "missing"));
      session.expect(Message.NotExists.class, 3);
      session.send(Ask.ready(1));
      Contents.expect(Tree.LARGE, session.expectRange(exists, 0, Ask.ALL));
    }
  }

  private static void interleaved(ServerUnderTest server) throws Exception {
    Message.Hello hello = server.hello(ServerUnderTest.ALL_FEATURES, Integer.MAX_VALUE, 4_096);
    try (Session session = Session.open(server, hello)) {
      session.send(
          Ask.whole(1, Tree.LARGE),
          Ask.request(2, Tree.LARGE),
          Ask.whole(3, Tree.SMALL),
          Ask.ready(2),
          Ask.whole(4, Tree.EMPTY));
      Exchanges.expectAll(
          session, Map.of(1, Tree.LARGE, 2, Tree.LARGE, 3, Tree.SMALL, 4, Tree.EMPTY));
      session.expectQuiet();
    }
  }
}
