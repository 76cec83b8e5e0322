package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.util.List;

/** Blocks whose data check does not match, and files that change (B-8, B-9, R-6). */
final class ClientDamageCases {

  private ClientDamageCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of(
            "F-5 B-8",
            "does not deliver a damaged block, and does not fail the connection for it",
            ClientDamageCases::damagedOnce),
        Case.of("B-8", "gives up a block that is always damaged", ClientDamageCases::damagedAlways),
        Case.of(
            "R-6 B-8",
            "does not make a file of two versions that have no tag",
            ClientDamageCases::noTags),
        Case.of(
            "B-9 R-6", "presents nothing of a file that has changed", ClientDamageCases::changed));
  }

  /** It may fetch the block again, on this connection or on another one. */
  private static void damagedOnce(ClientUnderTest client) throws Exception {
    RightServer right = RightServer.of(NAME, FILE);
    client
        .run(
            Task.FETCH,
            List.of(NAME),
            server -> {
              try (Conversation conversation = server.accept()) {
                sendDamaged(Transfer.begin(conversation, FILE), conversation);
                right.serve(conversation);
              }
              Conversation again = server.acceptAgain();
              if (again != null) {
                try (again) {
                  right.serve(again.greet());
                }
              }
            })
        .expectDeliveredOrNot(NAME, FILE);
  }

  private static void sendDamaged(Transfer transfer, Conversation conversation) throws Exception {
    Message[] all = transfer.all();
    all[1] = transfer.damagedBlock(1);
    conversation.send(all);
  }

  private static void damagedAlways(ClientUnderTest client) throws Exception {
    client
        .run(
            Task.FETCH,
            List.of(NAME),
            server -> {
              for (int i = 0; i < 20; i++) {
                Conversation conversation = server.acceptAgain();
                if (conversation == null) {
                  return;
                }
                try (conversation) {
                  damageAll(conversation.greet());
                }
              }
              throw new Violation("the client connects again and again");
            })
        .expectNotDelivered(NAME);
  }

  private static void damageAll(Conversation conversation) throws Exception {
    for (int i = 0; i < 100; i++) {
      if (!(conversation.read() instanceof Message.Request request)) {
        return;
      }
      conversation.send(FILE.exists(request));
      Transfer transfer = Transfer.agreed(conversation, request, FILE);
      Message[] all = transfer.all();
      all[0] = transfer.damagedBlock(0);
      conversation.send(all);
    }
    throw new Violation("the client asks again and again");
  }

  private static void noTags(ClientUnderTest client) throws Exception {
    ServedFile before = FILE.withTag();
    ServedFile after = FILE.changed().withTag();
    RightServer right = RightServer.of(NAME, after);
    client
        .run(
            Task.FETCH,
            List.of(NAME),
            server -> {
              try (Conversation conversation = server.accept()) {
                sendDamaged(Transfer.begin(conversation, before), conversation);
                right.serve(conversation);
              }
              Conversation again = server.acceptAgain();
              if (again != null) {
                try (again) {
                  right.serve(again.greet());
                }
              }
            })
        .expectDeliveredOrNot(NAME, after);
  }

  /** It may fetch the other version as a whole. */
  private static void changed(ClientUnderTest client) throws Exception {
    ServedFile after = FILE.changed();
    RightServer right = RightServer.of(NAME, after);
    client
        .run(
            Task.FETCH,
            List.of(NAME),
            server -> {
              try (Conversation conversation = server.accept()) {
                Transfer transfer = Transfer.begin(conversation, FILE);
                conversation.send(
                    transfer.block(0),
                    transfer.block(1),
                    new Message.Failure(transfer.id(), ErrorCode.CHANGED, new byte[0]));
                right.serve(conversation);
              }
              Conversation again = server.acceptAgain();
              if (again != null) {
                try (again) {
                  right.serve(again.greet());
                }
              }
            })
        .expectDeliveredOrNot(NAME, after);
  }
}
