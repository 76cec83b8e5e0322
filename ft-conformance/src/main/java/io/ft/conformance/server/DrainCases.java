package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.util.List;

/** E-8 and E-9. It is the last case of all, since the server ends with it. */
final class DrainCases {

  private static final int STOPPING_MILLIS = 1_000;

  private DrainCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of(
            "E-8 E-9 R-1 X-3",
            "a server that stops says so, ends what runs, and begins nothing more",
            DrainCases::drain));
  }

  private static void drain(ServerUnderTest server) throws Exception {
    if (server.stop() == null) {
      throw new NotApplicable("the kit cannot stop the server (--stop)");
    }
    try (Session session = Session.openNarrow(server)) {
      session.send(Ask.whole(3, Tree.HUGE));
      Range range = Range.ofZeros(session.expectExists(3));
      range.add(session.expect(Message.Block.class, 3));
      server.stop().run();
      // A signal takes its time. Nothing is read meanwhile, so that what runs cannot end.
      Thread.sleep(STOPPING_MILLIS);
      Message message = session.next("GO_AWAY");
      while (message instanceof Message.Block block) {
        range.add(block);
        message = session.next("GO_AWAY");
      }
      if (message instanceof Message.End) {
        throw new NotApplicable("all was sent before the server heard that it is to stop");
      }
      if (!(message instanceof Message.GoAway away)) {
        throw new Violation("got %s (expected: GO_AWAY)".formatted(Message.describe(message)));
      }
      if (away.lastId() != 3) {
        throw new Violation("E-9: lastId: %d (expected: 3)".formatted(away.lastId()));
      }
      // It crossed with GO_AWAY: nothing comes for 4, and what is said of it is ignored.
      session.send(Ask.request(4, Tree.SMALL), Ask.ready(4), Ask.cancel(4));
      message = session.next("BLOCK, END, or FAILURE 12 for 3");
      while (message instanceof Message.Block block) {
        range.add(block);
        message = session.next("BLOCK, END, or FAILURE 12 for 3");
      }
      if (message instanceof Message.End end) {
        range.end(end);
      } else {
        Session.expectCode(message, ErrorCode.GOING_AWAY);
      }
      session.connection().expectClosed();
    }
  }
}
