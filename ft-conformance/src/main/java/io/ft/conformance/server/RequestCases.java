package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Section 3.7: what is answered to a REQUEST. READY and ADVANCE have {@link ReadyCases}. */
final class RequestCases {

  /** What may be lost of a time on its way through a file system and a language. */
  private static final Duration TIME_TOLERANCE = Duration.ofMillis(1);

  private RequestCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("R-8 R-4 B-7", "a file comes as it is", RequestCases::files),
        Case.of("R-9 B-7", "an empty file has no block", RequestCases::empty),
        Case.of("N-3", "EXISTS tells when a file was modified", RequestCases::modified),
        Case.of("N-3", "times before 1970 are rounded down", RequestCases::modifiedBefore1970),
        Case.of("R-1 R-2", "what is missing does not exist", RequestCases::missing),
        Case.of(
            "R-1 X-5",
            "the number in force comes before what does not exist",
            RequestCases::limitBeforeMissing),
        Case.of("R-1", "what does not exist comes before the tag", RequestCases::missingBeforeTag),
        Case.of("R-1 R-7", "another tag than the file's is CHANGED", RequestCases::wrongTag),
        Case.of("R-7 R-5", "with its own tag a file is had", RequestCases::rightTag),
        Case.of("R-5", "the tag of a file is the same for every exchange", RequestCases::sameTag),
        Case.of("R-12", "the digest is that of the whole file", RequestCases::digest),
        Case.of("R-12", "without the flag there is no digest", RequestCases::noDigest),
        Case.of(
            "R-1 R-12", "of what is missing there is no digest", RequestCases::digestOfMissing));
  }

  private static void files(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      int id = 1;
      for (String path : Tree.FILES) {
        if (!path.equals(Tree.HUGE)) {
          session.send(Ask.request(id, path));
          Message.Exists exists = session.expectExists(id);
          expectSize(path, exists);
          session.send(Ask.ready(id));
          Contents.expect(path, session.expectRange(exists, 0, Ask.ALL));
          id++;
        }
      }
      session.expectQuiet();
    }
  }

  private static void expectSize(String path, Message.Exists exists) throws Violation {
    if (exists.size() != Tree.size(path)) {
      throw new Violation(
          "got %s for %s (expected: %d bytes)"
              .formatted(Message.describe(exists), path, Tree.size(path)));
    }
  }

  private static void empty(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.EMPTY));
      Message.Exists exists = session.expectExists(1);
      expectSize(Tree.EMPTY, exists);
      session.expectQuiet();
      session.send(Ask.ready(1));
      session.expect(Message.End.class, 1);
      session.send(Ask.whole(2, Tree.EMPTY));
      session.expectWhole(2);
      session.expectQuiet();
    }
  }

  private static void modified(ServerUnderTest server) throws Exception {
    expectModified(server, Tree.SMALL);
  }

  private static void modifiedBefore1970(ServerUnderTest server) throws Exception {
    expectModified(server, Tree.OLD);
  }

  private static void expectModified(ServerUnderTest server, String path) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, path));
      expectModified(path, session.expectExists(1).modified());
    }
  }

  /** The time must be that of the file. */
  static void expectModified(String path, Instant modified) throws Violation {
    Instant expected = Tree.modified(path);
    if (Duration.between(expected, modified).abs().compareTo(TIME_TOLERANCE) > 0) {
      throw new Violation(
          "N-3: modified: %s for %s (expected: %s)".formatted(modified, path, expected));
    }
  }

  private static void missing(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, "missing"), Ask.whole(2, "folder/missing"));
      Message first = session.next("NOT_EXISTS");
      Message second = session.next("NOT_EXISTS");
      if (!(first instanceof Message.NotExists)
          || !(second instanceof Message.NotExists)
          || first.id() + second.id() != 3) {
        throw new Violation(
            "got %s and %s (expected: NOT_EXISTS for 1 and 2)"
                .formatted(Message.describe(first), Message.describe(second)));
      }
      session.expectQuiet();
    }
  }

  private static void limitBeforeMissing(ServerUnderTest server) throws Exception {
    Message.Hello hello = server.hello(ServerUnderTest.ALL_FEATURES, 1, 8_388_608);
    try (Session session = Session.open(server, hello)) {
      session.send(Ask.request(1, Tree.SMALL));
      session.expectExists(1);
      session.send(Ask.request(2, "missing"));
      session.expectFailure(2, ErrorCode.LIMIT_EXCEEDED);
    }
  }

  private static void missingBeforeTag(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.tagged(1, "missing", new byte[] {1, 2, 3}));
      session.expect(Message.NotExists.class, 1);
    }
  }

  private static void wrongTag(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      byte[] longest = new byte[64];
      Arrays.fill(longest, (byte) 0xA5);
      session.send(Ask.tagged(1, Tree.SMALL, new byte[] {0}));
      session.expectFailure(1, ErrorCode.CHANGED);
      session.send(Ask.tagged(2, Tree.SMALL, longest));
      session.expectFailure(2, ErrorCode.CHANGED);
      byte[] tag = tag(session, 3, Tree.SMALL);
      if (tag.length > 0 && tag.length < longest.length) {
        // One that only begins as the tag does is another one.
        session.send(Ask.tagged(4, Tree.SMALL, Arrays.copyOf(tag, tag.length + 1)));
        session.expectFailure(4, ErrorCode.CHANGED);
      }
    }
  }

  private static void rightTag(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      byte[] tag = neededTag(session, 1, Tree.SMALL);
      session.send(Ask.tagged(2, Tree.SMALL, tag), Ask.ready(2));
      Message.Exists exists = session.expectExists(2);
      expectTag(tag, exists.tag());
      Contents.expect(Tree.SMALL, session.expectRange(exists, 0, Ask.ALL));
    }
  }

  private static void sameTag(ServerUnderTest server) throws Exception {
    byte[] tag;
    try (Session session = Session.open(server)) {
      tag = neededTag(session, 1, Tree.LARGE);
      expectTag(tag, tag(session, 2, Tree.LARGE));
    }
    try (Session session = Session.open(server)) {
      expectTag(tag, tag(session, 1, Tree.LARGE));
    }
  }

  /** The tag of what is at {@code path}; the exchange has ended. */
  static byte[] tag(Session session, int id, String path) throws Exception {
    session.send(Ask.advance(id, path, 0, 0, Ask.ALL));
    Message.Exists exists = session.expectExists(id);
    session.expectRange(exists, 0, 0);
    return exists.tag();
  }

  static byte[] neededTag(Session session, int id, String path) throws Exception {
    byte[] tag = tag(session, id, path);
    if (tag.length == 0) {
      throw new NotApplicable("the server gives " + path + " no tag");
    }
    return tag;
  }

  static void expectTag(byte[] expected, byte[] tag) throws Violation {
    if (!Arrays.equals(expected, tag)) {
      throw new Violation(
          "got the tag %s (expected: %s)"
              .formatted(HexFormat.of().formatHex(tag), HexFormat.of().formatHex(expected)));
    }
  }

  private static void digest(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.SHA256)) {
      int id = 1;
      for (String path : List.of(Tree.SMALL, Tree.EMPTY, Tree.LARGE)) {
        session.send(Ask.withDigest(id, path));
        byte[] digest = session.expectExists(id++).sha256();
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(Tree.content(path));
        if (!Arrays.equals(digest, expected)) {
          throw new Violation(
              "got the digest %s for %s (expected: %s)"
                  .formatted(
                      HexFormat.of().formatHex(digest), path, HexFormat.of().formatHex(expected)));
        }
      }
    }
  }

  private static void noDigest(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.SMALL));
      if (session.expectExists(1).sha256().length != 0) {
        throw new Violation("got a digest that was not asked for");
      }
    }
  }

  private static void digestOfMissing(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server, Session.SHA256)) {
      session.send(Ask.withDigest(1, "missing"));
      session.expect(Message.NotExists.class, 1);
      session.send(Ask.withDigest(2, Tree.FOLDER));
      session.expect(Message.NotExists.class, 2);
      session.expectQuiet();
    }
  }
}
