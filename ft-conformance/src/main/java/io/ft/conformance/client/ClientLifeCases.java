package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Signs of life, and the end of a connection in each state (E-7, E-11, section 3.11). */
final class ClientLifeCases {

  private static final int HEADER_BYTES = 12;

  private ClientLifeCases() {}

  static List<Case<ClientUnderTest>> cases() {
    List<Case<ClientUnderTest>> cases = new ArrayList<>();
    cases.add(Case.of("T-1", "answers PING in each state", ClientLifeCases::pings));
    cases.add(Case.of("T-1", "answers the last of several PINGs", ClientLifeCases::manyPings));
    cases.add(Case.of("T-1", "ignores a PONG that nobody asked for", ClientLifeCases::pong));
    cases.addAll(end("before the greeting", conversation -> {}));
    cases.addAll(
        end(
            "within the greeting",
            conversation -> {
              conversation.send("preface", Frame.preface());
              conversation.sendPart(Conversation.serverHello(), HEADER_BYTES + 3);
            }));
    cases.addAll(end("behind the greeting", Conversation::greet));
    cases.addAll(
        end(
            "within EXISTS",
            conversation -> {
              Message.Request request = conversation.greet().expect(Message.Request.class);
              conversation.sendPart(FILE.exists(request), HEADER_BYTES + 8);
            }));
    cases.addAll(
        end(
            "behind EXISTS",
            conversation -> {
              Message.Request request = conversation.greet().expect(Message.Request.class);
              conversation.send(FILE.exists(request));
            }));
    cases.addAll(
        end(
            "within the header of a block",
            conversation ->
                conversation.sendPart(Transfer.begin(conversation, FILE).block(0), 17)));
    cases.addAll(
        end(
            "within a block",
            conversation ->
                conversation.sendPart(Transfer.begin(conversation, FILE).block(0), 1_000)));
    cases.addAll(
        end(
            "between two blocks",
            conversation -> conversation.send(Transfer.begin(conversation, FILE).block(0))));
    cases.addAll(
        end(
            "behind the last block",
            conversation ->
                conversation.send(
                    Transfer.begin(conversation, FILE).blocks().toArray(Message[]::new))));
    cases.addAll(
        end(
            "within END",
            conversation -> {
              Message[] all = Transfer.begin(conversation, FILE).all();
              conversation.send(Arrays.copyOf(all, all.length - 1));
              conversation.sendPart(all[all.length - 1], HEADER_BYTES + 8);
            }));
    return List.copyOf(cases);
  }

  private static void pings(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.greet();
              conversation.ping();
              Message.Request request = conversation.expect(Message.Request.class);
              conversation.ping();
              conversation.send(FILE.exists(request));
              Transfer transfer = Transfer.agreed(conversation, request, FILE);
              for (Message.Block block : transfer.blocks()) {
                conversation.send(block);
                conversation.ping();
              }
              conversation.send(transfer.endFrame());
              RightServer.of(NAME, FILE).serve(conversation);
            })
        .expectDelivered(NAME, FILE);
  }

  private static void manyPings(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              Transfer transfer = Transfer.begin(conversation, FILE);
              conversation.send(new Message.Ping(-1), new Message.Ping(0), new Message.Ping(7));
              conversation.awaitPongs(-1, 0, 7);
              conversation.send(transfer.all());
              RightServer.of(NAME, FILE).serve(conversation);
            })
        .expectDelivered(NAME, FILE);
  }

  private static void pong(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.greet();
              conversation.send(new Message.Pong(3));
              Transfer transfer = Transfer.next(conversation, FILE);
              conversation.send(transfer.block(0), new Message.Pong(4));
              Message[] all = transfer.all();
              conversation.send(Arrays.copyOfRange(all, 1, all.length));
              RightServer.of(NAME, FILE).serve(conversation);
            })
        .expectDelivered(NAME, FILE);
  }

  /** The connection ends there by a close, and by a reset. */
  private static List<Case<ClientUnderTest>> end(
      String where, ClientUnderTest.Script<Conversation> until) {
    return List.of(
        Case.of(
            "E-7 E-11 X-3",
            "fails if the server closes " + where,
            client ->
                client
                    .fetch(
                        NAME,
                        conversation -> {
                          until.run(conversation);
                          conversation.shutdownOutput();
                          // The end is no error of the framing, wherever it comes.
                          conversation.expectEnded();
                        })
                    .expectNotDelivered(NAME)),
        Case.of(
            "E-11 X-3",
            "fails if the server resets " + where,
            client ->
                client
                    .fetch(
                        NAME,
                        conversation -> {
                          until.run(conversation);
                          conversation.reset();
                        })
                    .expectNotDelivered(NAME)));
  }
}
