package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.util.List;

/** Tokens, H-11 and H-12. */
final class TokenCases {

  private TokenCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of("H-11", "a server's HELLO has no token", TokenCases::noToken),
        Case.of("H-12", "a token that nobody demands is ignored", TokenCases::needlessToken),
        Case.of("H-12", "without the token nothing is served", TokenCases::missingToken),
        Case.of("H-12", "with a wrong token nothing is served", TokenCases::wrongToken));
  }

  private static void noToken(ServerUnderTest server) throws Exception {
    try (Session session = Session.open(server)) {
      if (session.hello().token().length != 0) {
        throw new Violation("the server's HELLO has a token");
      }
    }
  }

  private static void needlessToken(ServerUnderTest server) throws Exception {
    if (server.token() != null) {
      throw new NotApplicable("the server demands a token");
    }
    try (Session session = Session.open(server, withToken(server, "needless"))) {
      session.expectServed(1);
    }
  }

  private static void missingToken(ServerUnderTest server) throws Exception {
    expectUnauthorized(server, "");
  }

  private static void wrongToken(ServerUnderTest server) throws Exception {
    expectUnauthorized(server, "wrong" + server.token());
  }

  private static void expectUnauthorized(ServerUnderTest server, String token) throws Exception {
    if (server.token() == null) {
      throw new NotApplicable("the server demands no token (--token)");
    }
    try (Session session = Session.open(server, withToken(server, token))) {
      session.send(Ask.whole(1, Tree.SMALL));
      // Before any exchange, so it is the first that comes.
      session.connection().expectFailure(0, ErrorCode.UNAUTHORIZED);
      session.connection().halfClose().expectClosed();
    }
  }

  private static Message.Hello withToken(ServerUnderTest server, String token) {
    Message.Hello hello = server.hello();
    return new Message.Hello(
        1,
        1,
        hello.features(),
        hello.maxExchanges(),
        hello.maxBlockBytes(),
        Ask.utf8(token),
        hello.agent());
  }
}
