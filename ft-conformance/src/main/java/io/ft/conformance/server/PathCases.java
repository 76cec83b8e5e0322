package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Message;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** Section 3.6, and what R-2 says of paths. */
final class PathCases {

  private PathCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("P-1 P-5 R-2", "a path that breaks the rules names no file", PathCases::hostile),
        Case.of(
            "P-4 P-5 L-2", "a path that breaks the rules names no folder", PathCases::hostileList),
        Case.of(
            "P-1 Q-4",
            "a path of 1,024 bytes is one, and longer ones are none",
            PathCases::longest),
        Case.of("P-1 P-2 P-3 N-5", "a name can have any bytes but / and NUL", PathCases::oddNames),
        Case.of("P-3", "case and normalization form are not changed", PathCases::otherSpellings),
        Case.of("R-2", "a folder, and what lies below a file, is no file", PathCases::wrongKind),
        Case.of("P-6 R-2", "a link out of the root is not followed", PathCases::linkOutside),
        Case.of(
            "P-6 R-2", "a link within the root is followed only where it may be", PathCases::link),
        Case.of("P-8 R-2", "hidden names are not served", PathCases::hidden));
  }

  private static void hostile(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      int id = 1;
      for (byte[] path : HostilePaths.ALL) {
        session.send(Ask.request(id, path));
        expectNotExists(session, id++, path);
      }
      session.expectServed(id);
    }
  }

  private static void hostileList(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.LIST)) {
      int id = 1;
      for (byte[] path : HostilePaths.ALL) {
        if (path.length > 0) {
          session.send(new Message.List(id, false, path));
          expectNotExists(session, id++, path);
        }
      }
      byte[] tooLong = Ask.utf8("x".repeat(1_025));
      session.send(new Message.List(id, true, tooLong));
      expectNotExists(session, id++, tooLong);
      session.expectServed(id);
    }
  }

  private static void expectNotExists(Session session, int id, byte[] path) throws Exception {
    Message message = session.next("NOT_EXISTS");
    if (!(message instanceof Message.NotExists) || message.id() != id) {
      throw new Violation(
          "got %s for %s (expected: NOT_EXISTS for %d)"
              .formatted(Message.describe(message), HostilePaths.describe(path), id));
    }
  }

  private static void longest(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      // 16,380 bytes are all that a REQUEST can hold.
      int id = 1;
      for (int length : new int[] {1_024, 1_025, 16_380}) {
        byte[] path = Ask.utf8("x".repeat(length));
        session.send(Ask.request(id, path));
        expectNotExists(session, id++, path);
      }
      session.expectServed(id);
    }
  }

  private static void oddNames(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.whole(1, Tree.UNICODE));
      Contents.expect(Tree.UNICODE, session.expectWhole(1));
      session.send(Ask.whole(2, Tree.ODD));
      Contents.expect(Tree.ODD, session.expectWhole(2));
    }
  }

  private static void otherSpellings(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      int id = 1;
      for (String path :
          List.of(
              Tree.SMALL.toUpperCase(Locale.ROOT),
              "Folder/large.bin",
              Normalizer.normalize(Tree.UNICODE, Normalizer.Form.NFD))) {
        session.send(Ask.request(id, path));
        expectNotExists(session, id++, Ask.utf8(path));
      }
    }
  }

  private static void wrongKind(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      int id = 1;
      for (String path :
          List.of("missing", Tree.FOLDER, Tree.EMPTY_FOLDER, Tree.SMALL + "/x", "missing/x")) {
        session.send(Ask.request(id, path));
        expectNotExists(session, id++, Ask.utf8(path));
      }
    }
  }

  private static void linkOutside(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.LINK_OUTSIDE));
      expectNotExists(session, 1, Ask.utf8(Tree.LINK_OUTSIDE));
    }
  }

  private static void link(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.whole(1, Tree.LINK));
      Message message = session.next("NOT_EXISTS or EXISTS for 1");
      if (message instanceof Message.Exists exists) {
        // Its operator allows it.
        Contents.expect(Tree.SMALL, session.expectRange(exists, 0, Ask.ALL));
      } else if (!(message instanceof Message.NotExists)) {
        throw new Violation("got %s (expected: NOT_EXISTS)".formatted(Message.describe(message)));
      }
      session.expectQuiet();
    }
  }

  private static void hidden(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      int id = 1;
      for (String path : List.of(Tree.HIDDEN, Tree.IN_HIDDEN_FOLDER)) {
        session.send(Ask.request(id, path));
        Message message = session.next("NOT_EXISTS");
        if (message instanceof Message.Exists) {
          throw new NotApplicable("the server serves hidden names, as its operator may want");
        }
        if (!(message instanceof Message.NotExists)) {
          throw new Violation("got %s (expected: NOT_EXISTS)".formatted(Message.describe(message)));
        }
        id++;
      }
    }
  }
}
