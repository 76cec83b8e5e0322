package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Message;
import java.util.List;

/** Section 3.8, of files that do not change. */
final class BlockCases {

  private BlockCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("B-1 B-3 B-7", "blocks end at multiples of the block size", BlockCases::boundaries),
        Case.of("B-2 B-3", "small blocks for a client that takes no others", BlockCases::small),
        Case.of("B-2 B-3", "any number of bytes can be the client's limit", BlockCases::oddLimit),
        Case.of("B-1 B-3 B-5", "a long file comes to its end", BlockCases::huge),
        Case.of(
            "B-3 R-5", "a file can be put together from ranges with one tag", BlockCases::pieces));
  }

  private static void boundaries(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.request(1, Tree.LARGE));
      Message.Exists exists = session.expectExists(1);
      session.send(Ask.ready(1));
      session.expectRange(exists, 0, Ask.ALL);
      expectRanges(session, 2, Math.min(exists.blockSize(), Tree.LARGE_BYTES / 3));
    }
  }

  private static void small(ServerUnderTest server) throws Exception {
    expectBlocksOf(server, 4_096);
  }

  private static void oddLimit(ServerUnderTest server) throws Exception {
    expectBlocksOf(server, 70_001);
  }

  private static void expectBlocksOf(ServerUnderTest server, int maxBlockBytes) throws Exception {
    Message.Hello hello =
        server.hello(ServerUnderTest.ALL_FEATURES, Integer.MAX_VALUE, maxBlockBytes);
    try (Session session = Session.open(server, hello)) {
      session.send(Ask.request(1, Tree.LARGE));
      Message.Exists exists = session.expectExists(1);
      if (exists.blockSize() > maxBlockBytes) {
        throw new Violation(
            "blockSize: %d (expected: at most %d)".formatted(exists.blockSize(), maxBlockBytes));
      }
      session.send(Ask.ready(1));
      Contents.expect(Tree.LARGE, session.expectRange(exists, 0, Ask.ALL));
      expectRanges(session, 2, exists.blockSize());
    }
  }

  /** Ranges that begin and end at and beside the multiples of {@code blockSize}. */
  private static void expectRanges(Session session, int firstId, int blockSize) throws Exception {
    long[][] ranges = {
      {0, 1},
      {1, 1},
      {1_000, 8_000},
      {blockSize - 1, 2},
      {blockSize, blockSize},
      {blockSize, blockSize + 1L},
      {blockSize + 1L, 2L * blockSize},
      {2L * blockSize - 1, 1},
      {Tree.LARGE_BYTES - 1, 1},
      {Tree.LARGE_BYTES - blockSize - 3L, Ask.ALL}
    };
    int id = firstId;
    for (long[] range : ranges) {
      session.send(Ask.request(id, Tree.LARGE), new Message.Ready(id, range[0], range[1]));
      byte[] data = session.expectRange(session.expectExists(id), range[0], range[1]);
      long length = Math.min(range[1], Tree.LARGE_BYTES - range[0]);
      Contents.expect(Tree.LARGE, range[0], length, data);
      id++;
    }
    session.expectQuiet();
  }

  private static void huge(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(Ask.whole(1, Tree.HUGE));
      Range range = Range.ofZeros(session.expectExists(1));
      while (!range.isComplete()) {
        range.add(session.expect(Message.Block.class, 1));
      }
      range.end(session.expect(Message.End.class, 1));
    }
  }

  private static void pieces(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      byte[] tag = RequestCases.neededTag(session, 1, Tree.LARGE);
      int half = Tree.LARGE_BYTES / 2;
      session.send(Ask.tagged(2, Tree.LARGE, tag), new Message.Ready(2, 0, half));
      Contents.expect(Tree.LARGE, 0, half, session.expectRange(session.expectExists(2), 0, half));
      session.send(Ask.tagged(3, Tree.LARGE, tag), new Message.Ready(3, half, Ask.ALL));
      byte[] data = session.expectRange(session.expectExists(3), half, Ask.ALL);
      Contents.expect(Tree.LARGE, half, Tree.LARGE_BYTES - half, data);
    }
  }
}
