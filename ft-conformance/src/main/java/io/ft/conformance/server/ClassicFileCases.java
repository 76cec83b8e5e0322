package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.server.ClassicSession.End;
import java.time.Duration;
import java.util.List;

/** Section 6.2 from the answer on. */
final class ClassicFileCases {

  private static final int MAX_SIZE_DIGITS = 19;

  private ClassicFileCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of(
            "C-9 C-4 C-3 C-22 C-13",
            "EXISTS, the size, READY, the data, and an orderly close",
            ClassicFileCases::files),
        Case.of("C-12", "READY can come in pieces", ClassicFileCases::pieces),
        Case.of("C-9", "before READY nothing comes", ClassicFileCases::silent),
        Case.of("C-12", "another word than READY ends the connection", ClassicFileCases::otherWord),
        Case.of(
            "C-12 C-14", "a byte behind READY ends the connection", ClassicFileCases::byteBehind),
        Case.of(
            "C-5", "a half-close before READY ends the connection", ClassicFileCases::leftBefore),
        Case.of(
            "C-5", "a half-close while data is sent ends the connection", ClassicFileCases::left),
        Case.of("C-14 C-15", "a file that shrinks ends with a reset", ClassicFileCases::shrinks),
        Case.of(
            "C-15", "of a file that grows no more is sent than announced", ClassicFileCases::grows),
        Case.of(
            "C-6 T-4",
            "without READY the connection is closed, without a word",
            ClassicFileCases::idle),
        Case.of(
            "C-6 C-14 T-4", "a client that takes no data is reset", ClassicFileCases::stuckClient));
  }

  private static void files(ServerUnderTest server) throws Exception {
    for (String path : Tree.FILES) {
      if (!path.equals(Tree.HUGE)) {
        try (ClassicSession session = ClassicSession.open(server)) {
          long size = session.send(path).expectExists();
          if (size != Tree.size(path)) {
            throw new Violation(
                "got the size %d for %s (expected: %d)".formatted(size, path, Tree.size(path)));
          }
          session.send("READY");
          Contents.expect(path, session.expectData((int) size));
          session.expectEnd(End.ORDERLY, 0);
        }
      }
    }
  }

  private static void pieces(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.SMALL).expectExists();
      session.send("R").send("EA");
      // Pieces of this word have no settle time.
      Thread.sleep(session.settleTime().multipliedBy(2).toMillis());
      session.send("DY");
      Contents.expect(Tree.SMALL, session.expectData(14));
      session.expectEnd(End.ORDERLY, 0);
    }
  }

  private static void silent(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.SMALL).expectExists();
      session.expectSilence();
      session.send("READY");
      Contents.expect(Tree.SMALL, session.expectData(14));
    }
  }

  private static void otherWord(ServerUnderTest server) throws Exception {
    for (String word : List.of("ready", "REATY", "X", "R\nEADY")) {
      try (ClassicSession session = ClassicSession.open(server)) {
        session.send(Tree.SMALL).expectExists();
        session.send(word).expectEnd(0);
      }
    }
  }

  /** The file is so long that it cannot have been sent before the byte is seen. */
  private static void byteBehind(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.HUGE).expectExists();
      session.send("READY!").expectEnd(Tree.HUGE_BYTES - 1);
    }
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.HUGE).expectExists();
      session.send("READY").expectData(1_000);
      session.send("!").expectEnd(End.RESET, Tree.HUGE_BYTES - 1_001);
    }
  }

  private static void leftBefore(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.SMALL).expectExists();
      session.halfClose();
      // The size may have been on its way.
      session.expectEnd(MAX_SIZE_DIGITS);
    }
  }

  private static void left(ServerUnderTest server) throws Exception {
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.HUGE).expectExists();
      session.send("READY").expectData(1_000);
      session.halfClose();
      session.expectEnd(Tree.HUGE_BYTES - 1_001);
    }
  }

  private static void shrinks(ServerUnderTest server) throws Exception {
    try (ChangingFile file = ChangingFile.huge(server);
        ClassicSession session = ClassicSession.open(server)) {
      session.send(file.name()).expectExists();
      session.send("READY").expectData(1_000);
      file.shrink();
      session.expectEnd(End.RESET, Tree.HUGE_BYTES - 1_001);
    }
  }

  private static void grows(ServerUnderTest server) throws Exception {
    try (ChangingFile file = ChangingFile.small(server);
        ClassicSession session = ClassicSession.open(server)) {
      long size = session.send(file.name()).expectExists();
      file.append();
      session.send("READY");
      session.expectEnd(size);
    }
    try (ChangingFile file = ChangingFile.huge(server);
        ClassicSession session = ClassicSession.open(server)) {
      long size = session.send(file.name()).expectExists();
      session.send("READY").expectData(1_000);
      file.append();
      session.expectEnd(size - 1_000);
    }
  }

  private static Duration idleTime(ServerUnderTest server) throws NotApplicable {
    Duration idleTime = server.idleTime();
    if (idleTime == null) {
      throw new NotApplicable("the kit does not know how long to wait (--idle-time)");
    }
    return idleTime;
  }

  private static void idle(ServerUnderTest server) throws Exception {
    Duration idleTime = idleTime(server);
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.SMALL).expectExists();
      session.waitAtMost(idleTime.multipliedBy(2).plus(server.patience()));
      session.expectEnd(0);
    }
  }

  private static void stuckClient(ServerUnderTest server) throws Exception {
    Duration idleTime = idleTime(server);
    try (ClassicSession session = ClassicSession.open(server)) {
      session.send(Tree.HUGE).expectExists();
      session.send("READY").expectData(1_000);
      Thread.sleep(idleTime.multipliedBy(3).toMillis());
      session.expectEnd(End.RESET, Tree.HUGE_BYTES - 1_001);
    }
  }
}
