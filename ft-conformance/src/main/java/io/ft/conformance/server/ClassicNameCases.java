package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.server.ClassicSession.End;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Section 6.2 up to the answer. */
final class ClassicNameCases {

  private static final int MAX_NAME_BYTES = 1_024;

  private ClassicNameCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of(
            "C-10 C-4", "NOT_EXISTS for what is missing, and a close", ClassicNameCases::missing),
        Case.of(
            "C-2 P-1 P-6 R-2",
            "NOT_EXISTS for a name that breaks the rules",
            ClassicNameCases::hostile),
        Case.of("C-7 C-21", "a name can come in pieces", ClassicNameCases::pieces),
        Case.of("C-7", "a name can have 1,024 bytes", ClassicNameCases::longest),
        Case.of("C-7", "a longer name does not exist", ClassicNameCases::tooLong),
        Case.of("C-5", "a half-close behind the name ends the connection", ClassicNameCases::left),
        Case.of("C-8", "a byte before the size ends the connection", ClassicNameCases::early),
        Case.of(
            "C-6 T-7",
            "a name that is never complete ends by the deadline",
            ClassicNameCases::slow));
  }

  private static void missing(ServerUnderTest server) throws Exception {
    for (String name : List.of("missing", "folder/missing", Tree.FOLDER, Tree.SMALL + "/x")) {
      try (ClassicSession session = ClassicSession.open(server)) {
        session.send(name).expectNotExists();
      }
    }
  }

  /** All at once, as each of them takes a settle time. */
  private static void hostile(ServerUnderTest server) throws Exception {
    List<byte[]> names = new ArrayList<>();
    names.add(Ask.utf8(Tree.LINK_OUTSIDE));
    for (byte[] path : HostilePaths.ALL) {
      // The first byte of a name decides the dialect.
      if (path.length > 0 && path[0] != 0x00) {
        names.add(path);
      }
    }
    List<ClassicSession> sessions = new ArrayList<>();
    try {
      for (byte[] name : names) {
        sessions.add(ClassicSession.open(server).send(name));
      }
      for (ClassicSession session : sessions) {
        session.expectNotExists();
      }
    } finally {
      for (ClassicSession session : sessions) {
        session.close();
      }
    }
  }

  private static void pieces(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send("hel").send("lo").send(".");
      session.pauseWithinName(session.settleTime().dividedBy(4).toMillis());
      session.send("txt").expectExists();
    }
    try (ClassicSession session = ClassicSession.open(server)) {
      for (byte each : Tree.UNICODE.getBytes(StandardCharsets.UTF_8)) {
        session.send(new byte[] {each});
      }
      session.expectExists();
    }
  }

  private static void longest(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send("x".repeat(MAX_NAME_BYTES)).expectNotExists();
    }
  }

  private static void tooLong(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send("x".repeat(MAX_NAME_BYTES + 1));
      session.expectEnd("NOT_EXISTS".length());
    }
  }

  private static void left(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.SMALL).halfClose();
      // Whatever it has answered by then.
      session.expectEnd("EXISTS14".length());
    }
  }

  private static void early(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.SMALL).expectWord("EXISTS");
      session.send("!");
      session.expectEnd("14".length());
    }
  }

  private static void slow(ServerUnderTest server) throws Exception {
    Duration deadline = server.handshakeDeadline();
    if (deadline == null) {
      throw new NotApplicable("the kit does not know how long to wait (--handshake-deadline)");
    }
    try (ClassicSession session = ClassicSession.open(server)) {
      long pauseMillis = Math.max(1, session.settleTime().toMillis() / 4);
      if (deadline.toMillis() * 2 / pauseMillis > MAX_NAME_BYTES) {
        throw new NotApplicable("a name is full before the deadline, with this settle time");
      }
      long untilNanos = System.nanoTime() + deadline.multipliedBy(2).toNanos();
      try {
        while (System.nanoTime() < untilNanos) {
          session.send("x");
          session.pauseWithinName(pauseMillis);
        }
      } catch (SocketException e) {
        // The server has closed.
        return;
      }
      session.expectEnd(End.ORDERLY, 0);
    }
  }
}
