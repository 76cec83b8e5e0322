package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Section 3.10. */
final class ClientErrorCases {

  private static final int UNKNOWN_CODE = 40_000;
  private static final int LAST_CODE = ErrorCode.INTERNAL;

  /** An escape sequence, a line of its own, a direction mark. */
  private static final byte[] NASTY =
      "bad\u001b[31mred\r\nforged line\u202e\u0007\0".getBytes(StandardCharsets.UTF_8);

  private static final byte[] NONE = {};

  private ClientErrorCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of(
            "X-2 E-11",
            "fails with each FAILURE that ends the exchange",
            ClientErrorCases::everyCode),
        atExists(
            "E-4",
            "takes an unknown code as final, in place of EXISTS",
            request -> new Message.Failure(request.id(), UNKNOWN_CODE, NONE)),
        duringBlocks(
            "E-4",
            "takes an unknown code as final, between blocks",
            transfer -> new Message.Failure(transfer.id(), UNKNOWN_CODE, NONE)),
        duringBlocks(
            "X-2",
            "fails with a FAILURE of the exchange between blocks",
            transfer -> new Message.Failure(transfer.id(), ErrorCode.READ_ERROR, NONE)),
        atExists(
            "E-2 X-3",
            "closes without a word behind FAILURE for the connection, in place of EXISTS",
            request -> new Message.Failure(0, ErrorCode.UNAUTHORIZED, NONE)),
        duringBlocks(
            "E-2 X-3",
            "closes without a word behind FAILURE for the connection, between blocks",
            transfer -> new Message.Failure(0, ErrorCode.MALFORMED, NONE)),
        duringBlocks(
            "E-2 E-4",
            "closes without a word behind FAILURE with an unknown code",
            transfer -> new Message.Failure(0, UNKNOWN_CODE, NONE)),
        atExists(
            "E-6", "takes BUSY for the exchange", request -> new Message.Busy(request.id(), 1, 3)),
        duringBlocks(
            "E-6 X-2",
            "takes BUSY for the exchange between blocks",
            transfer -> new Message.Busy(transfer.id(), 1, 0)),
        atExists("E-6 E-2", "takes BUSY for the connection", request -> new Message.Busy(0, 1, 0)),
        Case.of(
            "E-5",
            "shows no control characters of FAILURE",
            client -> text(client, request -> new Message.Failure(request.id(), 13, NASTY))),
        Case.of(
            "E-5",
            "shows no control characters of GO_AWAY",
            client -> text(client, request -> new Message.GoAway(0, 1, NASTY))),
        Case.of(
            "E-8 X-3", "leaves behind GO_AWAY that ends its exchange", ClientErrorCases::goneAway),
        Case.of(
            "E-8",
            "goes on behind GO_AWAY with an exchange up to lastId",
            ClientErrorCases::goesOn),
        Case.of(
            "E-8 E-9 X-3",
            "leaves behind a second GO_AWAY that ends its exchange",
            ClientErrorCases::twoGoAways),
        Case.of("E-8", "leaves behind GO_AWAY in place of a greeting", ClientErrorCases::early));
  }

  private static void everyCode(ClientUnderTest client) throws Exception {
    for (int code = 1; code <= LAST_CODE; code++) {
      int each = code;
      atExists(client, request -> new Message.Failure(request.id(), each, NONE));
    }
  }

  /** What comes in place of EXISTS. */
  private interface Answer {
    Message to(Message.Request request);
  }

  private static Case<ClientUnderTest> atExists(String rules, String what, Answer answer) {
    return Case.of(rules, what, client -> atExists(client, answer));
  }

  private static void atExists(ClientUnderTest client, Answer answer) throws Exception {
    orLater(
        client,
        conversation -> {
          conversation.greet();
          conversation.send(answer.to(conversation.expect(Message.Request.class)));
          RightServer.of(NAME, FILE).serve(conversation);
        });
  }

  /** What comes in place of the third block. */
  private interface Next {
    Message in(Transfer transfer);
  }

  private static Case<ClientUnderTest> duringBlocks(String rules, String what, Next next) {
    return Case.of(
        rules,
        what,
        client ->
            orLater(
                client,
                conversation -> {
                  Transfer transfer = Transfer.begin(conversation, FILE);
                  conversation.send(transfer.block(0), transfer.block(1), next.in(transfer));
                  RightServer.of(NAME, FILE).serve(conversation);
                }));
  }

  /** The client may fail, or have it from another exchange or connection. */
  private static Run orLater(ClientUnderTest client, ClientUnderTest.Script<Conversation> script)
      throws Exception {
    return client
        .run(
            Task.FETCH,
            List.of(NAME),
            server -> {
              try (Conversation conversation = server.accept()) {
                script.run(conversation);
              }
              Conversation again = server.acceptAgain();
              if (again != null) {
                try (again) {
                  RightServer.of(NAME, FILE).serve(again.greet());
                }
              }
            })
        .expectDeliveredOrNot(NAME, FILE)
        .expectKept("E-2 E-10");
  }

  private static void text(ClientUnderTest client, Answer answer) throws Exception {
    Run run =
        client.fetch(
            NAME,
            conversation -> {
              conversation.greet();
              conversation.send(answer.to(conversation.expect(Message.Request.class)));
              conversation.shutdownOutput();
              conversation.expectEnded();
            });
    run.expectNotDelivered(NAME);
    String shown = run.out() + "\n" + run.err();
    if (shown.matches("(?s).*[\\u001b\\u0007\\u0000\\u202e].*")) {
      throw new Violation("the client shows control characters or direction marks as they are");
    }
    if (shown.matches("(?s).*\\R *forged line.*")) {
      throw new Violation("the client shows a line break as it is");
    }
  }

  private static void goesOn(ClientUnderTest client) throws Exception {
    orLater(
            client,
            conversation -> {
              Transfer transfer = Transfer.begin(conversation, FILE);
              conversation.send(transfer.block(0), new Message.GoAway(Integer.MAX_VALUE, 1, NONE));
              conversation.ping();
              for (int i = 1; i < transfer.blocks().size(); i++) {
                conversation.send(transfer.block(i));
              }
              conversation.send(transfer.endFrame());
              conversation.expectEnded();
            })
        .expectDelivered(NAME, FILE);
  }

  /** Before the answer: of what was answered, no GO_AWAY may speak so (E-9). */
  private static void goneAway(ClientUnderTest client) throws Exception {
    orLater(
        client,
        conversation -> {
          conversation.greet().expect(Message.Request.class);
          conversation.send(new Message.GoAway(0, 1, NONE));
          conversation.expectEnded();
        });
  }

  private static void twoGoAways(ClientUnderTest client) throws Exception {
    orLater(
        client,
        conversation -> {
          int id = conversation.greet().expect(Message.Request.class).id();
          conversation.send(new Message.GoAway(id, 1, NONE), new Message.GoAway(0, 1, NONE));
          conversation.expectEnded();
        });
  }

  private static void early(ClientUnderTest client) throws Exception {
    orLater(
        client,
        conversation -> {
          conversation.greet();
          conversation.send(new Message.GoAway(0, 1, NONE));
          conversation.expectEnded();
        });
  }
}
