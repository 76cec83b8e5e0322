package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Section 3.12, and the number of exchanges. */
final class BoundCases {

  /** So many exchanges can be tried. */
  private static final int MAX_TRIED = 2_000;

  private BoundCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("X-4 X-1", "hundreds of files, as many at once as allowed", BoundCases::pipelined),
        Case.of(
            "X-4 X-5",
            "who keeps to the number in force is never refused for it",
            BoundCases::oneByOne),
        Case.of(
            "X-5 H-8", "beyond the server's number there is LIMIT_EXCEEDED", BoundCases::beyond),
        Case.of(
            "Q-2 X-2",
            "each of many requests has one end, though nobody reads meanwhile",
            BoundCases::unread));
  }

  private static void pipelined(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      int atOnce = Math.min(session.hello().maxExchanges(), 200);
      int next = 1;
      for (int round = 0; round < 4; round++) {
        Message[] requests = new Message[atOnce];
        int first = next;
        for (int i = 0; i < atOnce; i++) {
          requests[i] = Ask.whole(next++, Tree.SMALL);
        }
        session.send(requests);
        Exchanges.expectAll(session, first, next - 1, Tree.SMALL);
      }
      session.expectQuiet();
    }
  }

  /** The number is one, so each request comes right behind the end of the one before. */
  private static void oneByOne(ServerUnderTest server) throws Exception {
    Message.Hello hello = server.hello(ServerUnderTest.ALL_FEATURES, 1, 8_388_608);
    try (Session session = Session.open(server, hello)) {
      for (int id = 1; id <= 300; id += 3) {
        session.expectServed(id);
        session.send(Ask.request(id + 1, "missing"));
        session.expect(Message.NotExists.class, id + 1);
        session.send(Ask.request(id + 2, Tree.SMALL), Ask.cancel(id + 2));
        Message message = session.next("EXISTS or FAILURE");
        if (message instanceof Message.Exists) {
          message = session.next("FAILURE");
        }
        Session.expectCode(message, ErrorCode.CANCELLED);
      }
    }
  }

  private static void beyond(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      int number = session.hello().maxExchanges();
      if (number > MAX_TRIED) {
        throw new NotApplicable(
            "the server takes %d exchanges, and %d are tried at the most"
                .formatted(number, MAX_TRIED));
      }
      Message[] requests = new Message[number + 1];
      for (int i = 0; i <= number; i++) {
        requests[i] = Ask.request(i + 1, Tree.SMALL);
      }
      session.send(requests);
      Message.Exists second = expectAllButLast(session, number);
      // The others go on, and one that has ended makes room.
      session.send(Ask.cancel(1));
      session.expectFailure(1, ErrorCode.CANCELLED);
      session.expectServed(number + 2);
      session.send(Ask.ready(2));
      Contents.expect(Tree.SMALL, session.expectRange(second, 0, Ask.ALL));
    }
  }

  /** EXISTS for 1 to {@code number}, LIMIT_EXCEEDED for the next; returns the one for 2. */
  private static Message.Exists expectAllButLast(Session session, int number) throws Exception {
    Map<Integer, Message.Exists> answers = new HashMap<>();
    boolean refused = false;
    while (!refused || answers.size() < number) {
      Message message = session.next("EXISTS or FAILURE");
      if (message.id() == number + 1 && !refused) {
        Session.expectCode(message, ErrorCode.LIMIT_EXCEEDED);
        refused = true;
      } else if (!(message instanceof Message.Exists exists)
          || message.id() > number
          || answers.put(message.id(), exists) != null) {
        throw new Violation(
            "got %s (expected: one EXISTS for each of 1 to %d)"
                .formatted(Message.describe(message), number));
      }
    }
    return Objects.requireNonNull(answers.get(2));
  }

  private static void unread(ServerUnderTest server) throws Exception {
    try (Session session = Session.openNarrow(server)) {
      Message[] requests = new Message[5_000];
      for (int i = 0; i < requests.length; i++) {
        requests[i] = Ask.request(i + 1, "missing");
      }
      session.send(requests);
      boolean[] ended = new boolean[requests.length + 1];
      for (int i = 0; i < requests.length; i++) {
        // As nobody reads, the number in force may well be reached, or the server be busy.
        Message message = session.connection().readInTime("an end of each exchange");
        boolean end =
            message instanceof Message.NotExists
                || message instanceof Message.Busy
                || (message instanceof Message.Failure failure
                    && failure.code() == ErrorCode.LIMIT_EXCEEDED);
        if (message == null || !end || message.id() == 0 || message.id() > requests.length) {
          throw new Violation(
              "got %s (expected: NOT_EXISTS, BUSY or FAILURE 4)"
                  .formatted(Message.describe(message)));
        }
        if (ended[message.id()]) {
          throw new Violation("X-2: got a second end: " + Message.describe(message));
        }
        ended[message.id()] = true;
      }
      session.expectQuiet();
      session.expectServed(requests.length + 1);
    }
  }
}
