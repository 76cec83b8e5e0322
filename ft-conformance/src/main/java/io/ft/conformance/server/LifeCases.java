package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.Message;
import java.util.List;

/** Section 3.11, signs of life. */
final class LifeCases {

  private LifeCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("T-1", "a PING is answered with its value", LifeCases::ping),
        Case.of("T-1", "of several PINGs at least the last is answered", LifeCases::pings),
        Case.of("T-1", "a PONG that nobody asked for is ignored", LifeCases::pong),
        Case.of(
            "T-2 Q-1",
            "a PING is answered while a long file is sent",
            LifeCases::pingWhileSending));
  }

  private static void ping(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      for (long value : new long[] {0, 7, -1, Long.MIN_VALUE}) {
        session.send(new Message.Ping(value));
        long answer = session.expect(Message.Pong.class, 0).value();
        if (answer != value) {
          throw new Violation("got PONG %016x (expected: %016x)".formatted(answer, value));
        }
      }
      session.expectQuiet();
    }
  }

  private static void pings(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      Message[] pings = new Message[100];
      for (int i = 0; i < pings.length; i++) {
        pings[i] = new Message.Ping(i);
      }
      session.send(pings);
      long last = -1;
      while (last < pings.length - 1) {
        long value = session.expect(Message.Pong.class, 0).value();
        if (value <= last || value >= pings.length) {
          throw new Violation("got PONG %d behind %d".formatted(value, last));
        }
        last = value;
      }
      session.expectQuiet();
    }
  }

  private static void pong(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(new Message.Pong(42), new Message.Pong(42));
      session.expectQuiet();
      session.expectServed(1);
    }
  }

  private static void pingWhileSending(ServerUnderTest server) throws Exception {
    try (Session session = Session.openNarrow(server)) {
      session.send(Ask.whole(1, Tree.HUGE));
      Range range = Range.ofZeros(session.expectExists(1));
      range.add(session.expect(Message.Block.class, 1));
      session.send(new Message.Ping(1));
      Message message = session.next("PONG, before END");
      while (message instanceof Message.Block block) {
        range.add(block);
        message = session.next("PONG, before END");
      }
      Connection.cast(message, Message.Pong.class);
    }
  }
}
