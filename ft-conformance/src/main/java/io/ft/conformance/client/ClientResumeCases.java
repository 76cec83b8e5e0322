package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.util.List;

/** A client that goes on where an earlier run of it was cut off. */
final class ClientResumeCases {

  private ClientResumeCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of(
            "R-6 R-8 E-11",
            "goes on with the same version",
            client ->
                then(
                        client,
                        FILE,
                        conversation -> RightServer.of(NAME, FILE).serve(conversation.greet()))
                    .expectDelivered(NAME, FILE)),
        Case.of(
            "R-6 R-7",
            "takes another version than the one that it resumes as malformed",
            ClientResumeCases::otherTag),
        Case.of(
            "R-6 B-9",
            "does not join two versions with different tags",
            client -> changed(client, FILE, FILE.changed())),
        Case.of(
            "R-6",
            "does not join two versions without tags",
            client -> changed(client, FILE.withTag(), FILE.changed().withTag())));
  }

  /** A first run, which gets the first three blocks of {@code first}, and a second one. */
  private static Run then(
      ClientUnderTest client, ServedFile first, ClientUnderTest.Script<Conversation> second)
      throws Exception {
    Run run =
        client.run(
            Task.RESUME,
            List.of(NAME),
            ClientUnderTest.once(
                conversation -> {
                  Transfer transfer = Transfer.begin(conversation, first);
                  conversation.send(transfer.block(0), transfer.block(1), transfer.block(2));
                  conversation.ping();
                  conversation.shutdownOutput();
                  conversation.expectEnded();
                }));
    run.expectNotDelivered(NAME);
    return client.runAgain(run, Task.RESUME, List.of(NAME), ClientUnderTest.once(second));
  }

  private static void otherTag(ClientUnderTest client) throws Exception {
    then(
            client,
            FILE,
            conversation -> {
              conversation.greet();
              Message.Request request = conversation.expect(Message.Request.class);
              if (request.expectedTag().length == 0) {
                throw ClientUnderTest.notApplicable("it does not ask for the version it has");
              }
              conversation.send(FILE.changed().exists(request));
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectNotDelivered(NAME);
  }

  private static void changed(ClientUnderTest client, ServedFile before, ServedFile after)
      throws Exception {
    then(client, before, conversation -> RightServer.of(NAME, after).serve(conversation.greet()))
        .expectDeliveredOrNot(NAME, after);
  }
}
