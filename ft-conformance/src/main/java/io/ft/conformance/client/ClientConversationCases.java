package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import java.util.List;

/** What all conversations so far have in common: rules that {@link ConversationRules} looks at. */
final class ClientConversationCases {

  private ClientConversationCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        kept("D-6", "never changes the dialect by itself"),
        kept("E-1", "never sends a frame behind its own FAILURE"),
        kept("E-2", "never answers a FAILURE or BUSY for the connection"),
        kept("E-10", "never asks for something behind GO_AWAY"),
        kept("G-4", "never sends an undefined feature"),
        kept("H-8", "never has more exchanges than both sides allow"),
        kept("H-10", "never has more than 8 exchanges before the greeting"),
        kept("H-12", "never sends a token outside of TLS"),
        kept("P-1", "never asks for a path that can name no file"),
        kept("P-4", "never asks for a listing of a path that can name no folder"),
        kept("R-11", "never sends a READY that its ADVANCE makes superfluous"),
        kept("X-1", "never uses an id twice, nor a lower one"),
        kept("X-7", "never sends READY or CANCEL for an id that was not used"),
        kept("X-8", "never sends a second READY, nor one for a listing"),
        kept("X-10", "never sends READY behind CANCEL"));
  }

  private static Case<ClientUnderTest> kept(String rule, String what) {
    return Case.of(rule, what, client -> expectKept(client, rule));
  }

  private static void expectKept(ClientUnderTest client, String rule) throws Exception {
    if (client.watchedConnections() == 0) {
      client.fetch(NAME, conversation -> RightServer.of(NAME, FILE).serve(conversation.greet()));
    }
    client.expectKept(rule);
  }
}
