package io.ft.conformance.server;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.Connection;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.Message;
import java.util.List;

/** Section 3.4. */
final class GreetingCases {

  private GreetingCases() {}

  static List<Case<ServerUnderTest>> cases() {
    return List.of(
        Case.of(
            "H-1 D-1 D-5", "a server greets as soon as it knows the dialect", GreetingCases::early),
        Case.of("H-9", "a server takes at least 8 exchanges", GreetingCases::manyExchanges),
        Case.of("H-11", "a server's HELLO has no token", GreetingCases::noToken),
        Case.of("H-2", "a second HELLO is malformed", GreetingCases::secondHello));
  }

  private static void early(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      connection.send(Frame.preface());
      connection.expect(Message.Hello.class);
    }
  }

  private static void manyExchanges(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      connection.send(ServerUnderTest.greeting(ServerUnderTest.hello()));
      int maxExchanges = connection.expect(Message.Hello.class).maxExchanges();
      if (maxExchanges < 8) {
        throw new Violation("maxExchanges: " + maxExchanges + " (expected: at least 8)");
      }
    }
  }

  private static void noToken(ServerUnderTest server) throws Exception {
    try (Connection connection = server.framed()) {
      connection.send(ServerUnderTest.greeting(ServerUnderTest.hello()));
      if (connection.expect(Message.Hello.class).token().length != 0) {
        throw new Violation("the server's HELLO has a token");
      }
    }
  }

  private static void secondHello(ServerUnderTest server) throws Exception {
    try (Connection connection = server.greeted()) {
      connection.send(ServerUnderTest.hello());
      connection.expectFailed(ErrorCode.MALFORMED);
    }
  }
}
