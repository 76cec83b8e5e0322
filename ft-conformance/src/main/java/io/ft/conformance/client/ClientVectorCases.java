package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.vectors.ByteVector;
import io.ft.conformance.vectors.MalformedVector;
import io.ft.conformance.vectors.Vectors;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Message;
import java.util.List;
import java.util.stream.Stream;

/** One case for each golden vector that a server can send. */
final class ClientVectorCases {

  private static final ServedFile FILE = ServedFile.ofSize(14);
  private static final String FOLDER = "pub";

  private ClientVectorCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return Stream.concat(
            Vectors.malformed().stream()
                .filter(vector -> vector.sender() == FrameType.Sender.SERVER)
                .map(ClientVectorCases::refused),
            Vectors.skipped().stream().map(ClientVectorCases::skipped))
        .toList();
  }

  private static Case<ClientUnderTest> refused(MalformedVector vector) {
    return new Case<>(
        "refuses " + vector.name(),
        vector.rules(),
        client -> {
          if (vector.state().equals("listing")) {
            client
                .run(
                    Task.LIST,
                    List.of(FOLDER),
                    ClientUnderTest.once(conversation -> refuses(conversation, vector)))
                .expectFailure();
          } else {
            client
                .fetch(NAME, conversation -> refuses(conversation, vector))
                .expectNotDelivered(NAME);
          }
        });
  }

  private static void refuses(Conversation conversation, MalformedVector vector) throws Exception {
    int exchange = bringTo(conversation, vector.state());
    conversation.send(vector.name(), vector.bytes(exchange));
    conversation.expectFailed(vector.errorCode());
  }

  /** The id of the exchange that the conversation is in then; 1 if it is in none. */
  private static int bringTo(Conversation conversation, String state) throws Exception {
    switch (state) {
      case "greeting" -> conversation.send("preface", Frame.preface());
      case "open" -> conversation.greet();
      case "asked" -> {
        return conversation.greet().expect(Message.Request.class).id();
      }
      case "listing" -> {
        return conversation.greet().expect(Message.List.class).id();
      }
      case "receiving" -> {
        return Transfer.begin(conversation, FILE).id();
      }
      default -> throw new IllegalArgumentException("state: " + state);
    }
    return 1;
  }

  private static Case<ClientUnderTest> skipped(ByteVector vector) {
    return new Case<>(
        "skips " + vector.name(),
        vector.rules(),
        client ->
            client
                .fetch(
                    NAME,
                    conversation -> {
                      Transfer transfer = Transfer.begin(conversation, FILE);
                      conversation.send(vector.name(), vector.bytes());
                      conversation.send(transfer.all());
                      RightServer.of(NAME, FILE).serve(conversation);
                    })
                .expectDelivered(NAME, FILE));
  }
}
