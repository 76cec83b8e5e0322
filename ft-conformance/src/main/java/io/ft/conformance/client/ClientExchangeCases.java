package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.NotApplicable;
import io.ft.conformance.Violation;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Sections 3.5 to 3.7 and 4.4, with one file. */
final class ClientExchangeCases {

  private static final int NO_EXCHANGE = 77_777;
  private static final int MAX_FILE_BYTES = 64 * 1024 * 1024;

  private ClientExchangeCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of("P-3", "asks for a name as it was given", ClientExchangeCases::unchangedName),
        Case.of("R-2", "fails if there is no such file", ClientExchangeCases::notExists),
        Case.of(
            "R-10 R-11",
            "sends no READY if its ADVANCE takes effect",
            ClientExchangeCases::effectiveAdvance),
        Case.of(
            "R-10 R-11",
            "sends READY if its ADVANCE has no effect",
            ClientExchangeCases::advanceForSmaller),
        Case.of(
            "N-7 R-8",
            "survives a file of 2^63-1 bytes of which nothing comes",
            ClientExchangeCases::endlessFile),
        beforeExists(
            "X-9",
            "takes EXISTS for an exchange that is not running as malformed",
            request -> FILE.exists(request(NO_EXCHANGE, request))),
        beforeExists(
            "X-9",
            "takes NOT_EXISTS for an exchange that is not running as malformed",
            request -> new Message.NotExists(NO_EXCHANGE)),
        beforeExists(
            "X-9",
            "takes a block before EXISTS as malformed",
            request -> new Message.Block(request.id(), 0, new byte[4_096], true)),
        beforeExists(
            "X-9",
            "takes END before EXISTS as malformed",
            request -> new Message.End(request.id(), 0)),
        beforeExists(
            "X-9",
            "takes an entry of a listing for a file as malformed",
            request -> RightServer.file(request.id(), "x", FILE)),
        beforeExists(
            "X-9",
            "takes the end of a listing for a file as malformed",
            request -> new Message.ListEnd(request.id(), 0, 0)),
        duringBlocks(
            "X-9",
            "takes a second EXISTS as malformed",
            transfer ->
                new Message.Exists(
                    transfer.id(),
                    FILE.size(),
                    ServedFile.MODIFIED,
                    4_096,
                    FILE.tag(),
                    new byte[0])),
        duringBlocks(
            "X-9",
            "takes NOT_EXISTS behind EXISTS as malformed",
            transfer -> new Message.NotExists(transfer.id())),
        duringBlocks(
            "X-9",
            "takes a block of an exchange that is not running as malformed",
            transfer -> new Message.Block(NO_EXCHANGE, 0, new byte[4_096], true)),
        duringBlocks(
            "X-9",
            "takes FAILURE for an exchange that is not running as malformed",
            transfer -> new Message.Failure(NO_EXCHANGE, ErrorCode.INTERNAL, new byte[0])),
        Case.of(
            "R-7",
            "takes another version than the one it asked for as malformed",
            ClientExchangeCases::otherTag));
  }

  private static void unchangedName(ClientUnderTest client) throws Exception {
    // One letter in one code point, the next one in two.
    String name = "Stra\u00dfe \u00e9 e\u0301.BIN";
    client
        .fetch(
            name,
            conversation -> {
              conversation.greet();
              Message.Request request = conversation.expect(Message.Request.class);
              byte[] expected = name.getBytes(StandardCharsets.UTF_8);
              if (!Arrays.equals(request.path(), expected)) {
                throw new Violation(
                    "got the path %s (expected: %s)"
                        .formatted(Message.quote(request.path()), Message.quote(expected)));
              }
              conversation.send(new Message.NotExists(request.id()));
            })
        .expectFailure();
  }

  private static void notExists(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.greet();
              Message.Request request = conversation.expect(Message.Request.class);
              conversation.send(new Message.NotExists(request.id()));
              conversation.expectEnded();
            })
        .expectNotDelivered(NAME);
  }

  /** A file of just as many bytes as the ADVANCE holds for, if these are not too many. */
  private static void effectiveAdvance(ClientUnderTest client) throws Exception {
    answerAdvance(
        client,
        advance -> advance.maxSize() <= MAX_FILE_BYTES ? (int) advance.maxSize() : FILE.size());
  }

  /** A file of one byte more. */
  private static void advanceForSmaller(ClientUnderTest client) throws Exception {
    answerAdvance(
        client,
        advance -> {
          if (advance.maxSize() > MAX_FILE_BYTES) {
            throw ClientUnderTest.notApplicable("its ADVANCE holds for more than 64 MiB");
          }
          return (int) advance.maxSize() + 1;
        });
  }

  /** How many bytes the file has. */
  private interface Size {
    int of(Message.Advance advance) throws NotApplicable;
  }

  private static void answerAdvance(ClientUnderTest client, Size size) throws Exception {
    ServedFile[] file = new ServedFile[1];
    Run run =
        client.fetch(
            NAME,
            conversation -> {
              conversation.greet();
              Message.Request request = conversation.expect(Message.Request.class);
              Message.Advance advance = request.advance();
              if (advance == null) {
                throw ClientUnderTest.notApplicable("its REQUEST has no ADVANCE");
              }
              file[0] = ServedFile.ofSize(size.of(advance)).withBlockSize(1 << 20);
              conversation.send(file[0].exists(request));
              conversation.send(Transfer.agreed(conversation, request, file[0]).all());
              RightServer.of(NAME, file[0]).serve(conversation);
            });
    run.expectDelivered(NAME, file[0]).expectKept("R-11 X-8");
  }

  private static void endlessFile(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.greet();
              Message.Request request = conversation.expect(Message.Request.class);
              byte[] none = new byte[0];
              conversation.send(
                  new Message.Exists(
                      request.id(), Long.MAX_VALUE, ServedFile.MODIFIED, 4_096, none, none));
              // READY, CANCEL, or the end: a disk is too small for it. Nothing, if the ADVANCE held
              // for it.
              if (takesAnySize(request) || conversation.read() instanceof Message.Ready) {
                conversation.send(
                    new Message.Block(request.id(), 0, new byte[4_096], true),
                    new Message.Failure(request.id(), ErrorCode.READ_ERROR, none));
              }
              conversation.shutdownOutput();
              conversation.expectEnded();
            })
        .expectNotDelivered(NAME);
  }

  private static boolean takesAnySize(Message.Request request) {
    return request.advance() != null && request.advance().maxSize() == Long.MAX_VALUE;
  }

  /** What comes in place of EXISTS. */
  private interface Answer {
    Message to(Message.Request request);
  }

  private static Case<ClientUnderTest> beforeExists(String rules, String what, Answer answer) {
    return Case.of(
        rules,
        what,
        client ->
            client
                .fetch(
                    NAME,
                    conversation -> {
                      conversation.greet();
                      conversation.send(answer.to(conversation.expect(Message.Request.class)));
                      conversation.expectFailed(ErrorCode.MALFORMED);
                    })
                .expectNotDelivered(NAME));
  }

  private static Message.Request request(int id, Message.Request like) {
    return new Message.Request(
        id, like.path(), like.expectedTag(), like.wantsSha256(), like.advance());
  }

  /** What comes in place of the second block. */
  private interface Next {
    Message in(Transfer transfer);
  }

  private static Case<ClientUnderTest> duringBlocks(String rules, String what, Next next) {
    return Case.of(
        rules,
        what,
        client ->
            client
                .fetch(
                    NAME,
                    conversation -> {
                      Transfer transfer = Transfer.begin(conversation, FILE);
                      conversation.send(transfer.block(0), next.in(transfer));
                      conversation.expectFailed(ErrorCode.MALFORMED);
                    })
                .expectNotDelivered(NAME));
  }

  /** A client that asks for a damaged block again must name the version. */
  private static void otherTag(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              Transfer transfer = Transfer.begin(conversation, FILE);
              Message[] all = transfer.all();
              all[1] = transfer.damagedBlock(1);
              conversation.send(all);
              if (!(conversation.read() instanceof Message.Request again)
                  || again.expectedTag().length == 0) {
                throw ClientUnderTest.notApplicable(
                    "it does not ask for a damaged block again, for which it would name a version");
              }
              if (!Arrays.equals(again.expectedTag(), FILE.tag())) {
                throw new Violation(
                    "got the tag %s (expected: that of the file, %s)"
                        .formatted(Message.quote(again.expectedTag()), Message.quote(FILE.tag())));
              }
              conversation.send(FILE.changed().exists(again));
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectNotDelivered(NAME);
  }
}
