package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Message;
import java.util.Arrays;
import java.util.List;

/** Section 3.8. */
final class ClientBlockCases {

  private static final int ODD_BYTES = 5_003;

  private ClientBlockCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        size("an empty file", ServedFile.ofSize(0)),
        size("a file of one byte", ServedFile.ofSize(1)),
        size("a file of exactly one block", ServedFile.ofSize(ServedFile.BLOCK_BYTES)),
        size(
            "a file of blocks of an odd size",
            ServedFile.ofSize(10 * ODD_BYTES + 1).withBlockSize(ODD_BYTES)),
        size("a file of 3 MiB", ServedFile.ofSize(3 * 1024 * 1024 + 5).withBlockSize(1 << 20)),
        Case.of("B-2", "takes blocks as large as it says", ClientBlockCases::largest),
        Case.of("B-2", "takes a larger block size as malformed", ClientBlockCases::tooLarge),
        wrong("B-1 B-4", "takes a gap between two blocks as malformed", t -> t.block(2)),
        wrong("B-1 B-4", "takes a block that comes twice as malformed", t -> t.block(0)),
        wrong("B-3 B-4", "takes a short block as malformed", t -> resized(t.block(1), -1)),
        wrong("B-3 B-4", "takes a long block as malformed", t -> resized(t.block(1), 1)),
        wrong("B-4", "takes blocks that overlap as malformed", t -> moved(t.block(1), -1)),
        Case.of("B-4", "takes a block behind the range as malformed", ClientBlockCases::beyond),
        wrong("B-7", "takes an END before the end of the range as malformed", Transfer::endFrame),
        wrong(
            "B-7",
            "takes an END that tells how much has come, which is not all, as malformed",
            t -> new Message.End(t.id(), t.block(0).data().length)),
        Case.of(
            "B-7", "takes an END with another length as malformed", ClientBlockCases::wrongEnd));
  }

  private static Case<ClientUnderTest> size(String what, ServedFile file) {
    return Case.of(
        "B-1 B-3 R-8",
        "fetches " + what,
        client ->
            client
                .fetch(NAME, conversation -> RightServer.of(NAME, file).serve(conversation.greet()))
                .expectDelivered(NAME, file));
  }

  /** What comes in place of the second block. */
  private interface Second {
    Message of(Transfer transfer);
  }

  private static Case<ClientUnderTest> wrong(String rules, String what, Second second) {
    return Case.of(
        rules,
        what,
        client ->
            client
                .fetch(
                    NAME,
                    conversation -> {
                      Transfer transfer = Transfer.begin(conversation, FILE);
                      conversation.send(transfer.block(0), second.of(transfer));
                      conversation.expectFailed(ErrorCode.MALFORMED);
                    })
                .expectNotDelivered(NAME));
  }

  private static Message resized(Message.Block block, int by) {
    byte[] data = Arrays.copyOf(block.data(), block.data().length + by);
    return new Message.Block(block.id(), block.offset(), data, true);
  }

  private static Message moved(Message.Block block, int by) {
    return new Message.Block(block.id(), block.offset() + by, block.data(), true);
  }

  private static void largest(ClientUnderTest client) throws Exception {
    ServedFile[] file = new ServedFile[1];
    Run run =
        client.fetch(
            NAME,
            conversation -> {
              int blockBytes = conversation.greet().hello().maxBlockBytes();
              file[0] = ServedFile.ofSize(blockBytes + 1).withBlockSize(blockBytes);
              RightServer.of(NAME, file[0]).serve(conversation);
            });
    run.expectDelivered(NAME, file[0]);
  }

  private static void tooLarge(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              int blockBytes = conversation.greet().hello().maxBlockBytes();
              Message.Request request = conversation.expect(Message.Request.class);
              conversation.send(FILE.withBlockSize(blockBytes + 1).exists(request));
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectNotDelivered(NAME);
  }

  private static void beyond(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              Transfer transfer = Transfer.begin(conversation, FILE);
              conversation.send(transfer.blocks().toArray(Message[]::new));
              conversation.send(
                  new Message.Block(transfer.id(), transfer.end(), new byte[10], true));
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectNotDelivered(NAME);
  }

  private static void wrongEnd(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              Transfer transfer = Transfer.begin(conversation, FILE);
              conversation.send(transfer.blocks().toArray(Message[]::new));
              conversation.send(
                  new Message.End(transfer.id(), transfer.end() - transfer.offset() + 1));
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectNotDelivered(NAME);
  }
}
