package io.ft.conformance.client;

import io.ft.conformance.Case;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.Message;
import java.util.List;

/** Section 3.4. */
final class ClientGreetingCases {

  private ClientGreetingCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of(
            "H-1 D-5",
            "a client greets without waiting for the server",
            ClientGreetingCases::first),
        Case.of("H-9", "fewer than 8 exchanges are malformed", ClientGreetingCases::fewExchanges));
  }

  private static void first(ClientUnderTest client) throws Exception {
    client.fetch("a", connection -> connection.expect(Message.Hello.class)).expectNotDelivered("a");
  }

  private static void fewExchanges(ClientUnderTest client) throws Exception {
    client
        .fetch(
            "a",
            connection -> {
              connection.send(Frame.preface());
              connection.send(new Message.Hello(1, 1, 3, 7, 4_096, new byte[0], new byte[0]));
              connection.expectFailed(ErrorCode.MALFORMED);
            })
        .expectNotDelivered("a");
  }
}
