package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Section 3.4. Tokens have {@link TokenCases}. */
final class GreetingCases {

  private GreetingCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("H-1 D-1", "a server greets as soon as it knows the dialect", GreetingCases::early),
        Case.of("H-2", "a frame before HELLO is malformed", GreetingCases::frameBeforeHello),
        Case.of("H-2", "a second HELLO is malformed", GreetingCases::secondHello),
        Case.of(
            "H-4",
            "versions above all that the server speaks are refused",
            GreetingCases::versionTooHigh),
        Case.of(
            "H-7 H-6 L-1 R-1",
            "LIST is unsupported where the client does not announce it",
            GreetingCases::listNotInForce),
        Case.of(
            "H-7 H-6 R-12 R-1",
            "SHA256 is unsupported where the client does not announce it",
            GreetingCases::digestNotInForce),
        Case.of(
            "H-7 R-1", "what the server does not offer is unsupported", GreetingCases::notOffered),
        Case.of(
            "H-8 X-5",
            "the client's number of exchanges is in force if it is the smaller one",
            GreetingCases::smallNumber),
        Case.of("H-9", "a server takes at least 8 exchanges", GreetingCases::manyExchanges),
        Case.of("H-10 X-1", "8 exchanges can come with the greeting", GreetingCases::firstFlight));
  }

  private static void early(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      connection.send(Frame.preface());
      connection.expect(Message.Hello.class);
    }
  }

  private static void frameBeforeHello(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      connection.send(Frame.preface());
      connection.expect(Message.Hello.class);
      connection.send(new Message.Ping(1));
      connection.expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void secondHello(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      session.send(server.hello());
      session.connection().expectFailed(ErrorCode.MALFORMED);
    }
  }

  private static void versionTooHigh(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      connection.send(Frame.preface());
      int version = connection.expect(Message.Hello.class).maxVersion() + 1;
      if (version > 255) {
        throw new NotApplicable("the server speaks all versions");
      }
      Message.Hello hello = server.hello();
      connection.send(
          new Message.Hello(
              version,
              255,
              hello.features(),
              hello.maxExchanges(),
              hello.maxBlockBytes(),
              hello.token(),
              hello.agent()),
          Ask.request(1, Tree.SMALL));
      connection.expectFailure(0, ErrorCode.UNSUPPORTED_VERSION);
      connection.halfClose().expectClosed();
    }
  }

  private static Session withoutFeatures(ServerUnderTest server) throws Exception {
    return Session.open(server, server.hello(0, Integer.MAX_VALUE, 8_388_608));
  }

  private static void listNotInForce(ServerUnderTest server) throws Exception {
    try (Session session = withoutFeatures(server)) {
      // Row 3 of R-1 stands before row 5.
      session.send(Ask.list(1, "missing"));
      session.expectFailure(1, ErrorCode.UNSUPPORTED);
      session.expectServed(2);
    }
  }

  private static void digestNotInForce(ServerUnderTest server) throws Exception {
    try (Session session = withoutFeatures(server)) {
      session.send(Ask.withDigest(1, "missing"));
      session.expectFailure(1, ErrorCode.UNSUPPORTED);
      session.expectServed(2);
    }
  }

  private static void notOffered(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      long missing = ServerUnderTest.ALL_FEATURES & ~session.hello().features();
      if (missing == 0) {
        throw new NotApplicable("the server offers LIST and SHA256");
      }
      if ((missing & Session.LIST) != 0) {
        session.send(Ask.list(1, ""));
        session.expectFailure(1, ErrorCode.UNSUPPORTED);
      }
      if ((missing & Session.SHA256) != 0) {
        session.send(Ask.withDigest(2, Tree.SMALL));
        session.expectFailure(2, ErrorCode.UNSUPPORTED);
      }
      session.expectServed(3);
    }
  }

  private static void smallNumber(ServerUnderTest server) throws Exception {
    Message.Hello hello = server.hello(ServerUnderTest.ALL_FEATURES, 1, 8_388_608);
    try (Session session = Session.open(server, hello)) {
      session.send(Ask.request(1, Tree.SMALL));
      Message.Exists exists = session.expectExists(1);
      session.send(Ask.request(2, Tree.SMALL));
      session.expectFailure(2, ErrorCode.LIMIT_EXCEEDED);
      session.send(Ask.ready(1));
      Contents.expect(Tree.SMALL, session.expectRange(exists, 0, Ask.ALL));
      session.expectServed(3);
    }
  }

  private static void manyExchanges(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      int maxExchanges = session.hello().maxExchanges();
      if (maxExchanges < 8) {
        throw new Violation("maxExchanges: " + maxExchanges + " (expected: at least 8)");
      }
    }
  }

  private static void firstFlight(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(ServerUnderTest.greeting(server.hello()));
      for (int id = 1; id <= 8; id++) {
        out.writeBytes(MessageWriter.frame(Ask.request(id, Tree.SMALL)).bytes());
      }
      for (int id = 1; id <= 8; id++) {
        out.writeBytes(MessageWriter.frame(Ask.ready(id)).bytes());
      }
      connection.send(out.toByteArray());
      Session session = Session.behind(connection);
      Exchanges.expectAll(session, 1, 8, Tree.SMALL);
      session.expectQuiet();
    }
  }
}
