package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.io.EOFException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;

/** Files that change: rows 7 of, B-5 and B-6. Each makes a file of its own. */
final class ChangeCases {

  private ChangeCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("R-5 R-1", "a file that changed has another tag", ChangeCases::tag),
        Case.of(
            "R-4 B-6",
            "what takes the place of a file that is open is not mixed in",
            ChangeCases::replaced),
        Case.of("B-6 B-7", "a file that changes before READY is CHANGED", ChangeCases::beforeReady),
        Case.of("B-6 B-7", "a file that grows while it is sent is CHANGED", ChangeCases::whileSent),
        Case.of(
            "B-5 B-6 B-7",
            "a file that shrinks while it is sent is CHANGED, or the connection ends",
            ChangeCases::shrinks));
  }

  private static void tag(ServerUnderTest server) throws Exception {
    try (ChangingFile file = ChangingFile.small(server);
        Session session = Session.open(server)) {
      byte[] before = RequestCases.neededTag(session, 1, file.name());
      file.append();
      byte[] after = RequestCases.tag(session, 2, file.name());
      if (Arrays.equals(before, after)) {
        throw new Violation("R-5: got the same tag before and after a change");
      }
      session.send(Ask.tagged(3, file.name(), before));
      session.expectFailure(3, ErrorCode.CHANGED);
    }
  }

  private static void replaced(ServerUnderTest server) throws Exception {
    try (ChangingFile file = ChangingFile.small(server);
        Session session = Session.open(server)) {
      session.send(Ask.request(1, file.name()));
      Message.Exists exists = session.expectExists(1);
      file.replace();
      session.send(Ask.ready(1));
      Message message = session.next("BLOCK, or FAILURE for 1 with code 6");
      if (message instanceof Message.Block block) {
        Range range = Range.ofZeros(exists);
        range.add(block);
        range.end(session.expect(Message.End.class, 1));
      } else {
        // Many systems count it as a change of the old file that its name is gone.
        Session.expectCode(message, ErrorCode.CHANGED);
      }
    }
  }

  private static void beforeReady(ServerUnderTest server) throws Exception {
    try (ChangingFile file = ChangingFile.small(server);
        Session session = Session.open(server)) {
      session.send(Ask.request(1, file.name()));
      session.expectExists(1);
      file.append();
      session.send(Ask.ready(1));
      session.expectFailure(1, ErrorCode.CHANGED);
      session.expectServed(2);
    }
  }

  private static void whileSent(ServerUnderTest server) throws Exception {
    try (ChangingFile file = ChangingFile.huge(server);
        Session session = Session.openNarrow(server)) {
      session.send(Ask.whole(1, file.name()));
      Range range = Range.ofZeros(session.expectExists(1));
      range.add(session.expect(Message.Block.class, 1));
      file.append();
      Message message = session.next("FAILURE for 1 with code 6");
      while (message instanceof Message.Block block) {
        range.add(block);
        message = session.next("FAILURE for 1 with code 6");
      }
      Session.expectCode(message, ErrorCode.CHANGED);
      session.expectServed(2);
    }
  }

  private static void shrinks(ServerUnderTest server) throws Exception {
    try (ChangingFile file = ChangingFile.huge(server);
        Session session = Session.openNarrow(server)) {
      session.send(Ask.whole(1, file.name()));
      Range range = Range.ofZeros(session.expectExists(1));
      range.add(session.expect(Message.Block.class, 1));
      file.shrink();
      try {
        Message message = session.connection().read();
        while (message instanceof Message.Block block) {
          range.add(block);
          message = session.connection().read();
        }
        if (message != null) {
          Session.expectCode(message, ErrorCode.CHANGED);
        }
      } catch (EOFException | SocketException e) {
        // It could not keep a promise, and has closed at once.
        return;
      }
    }
  }
}
