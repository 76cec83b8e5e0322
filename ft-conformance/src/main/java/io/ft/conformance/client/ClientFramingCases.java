package io.ft.conformance.client;

import static io.ft.conformance.client.ClientCases.FILE;
import static io.ft.conformance.client.ClientCases.NAME;

import io.ft.conformance.Case;
import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.Message;
import io.ft.conformance.wire.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Section 3.1, as far as it takes more than one frame. */
final class ClientFramingCases {

  private static final int BLOCK_HEADER_BYTES = 20;
  private static final int MAX_SKIPPED_BYTES = 16_384;

  private ClientFramingCases() {}

  static List<Case<ClientUnderTest>> cases() {
    return List.of(
        Case.of(
            "F-1 F-2 F-8",
            "takes an answer that comes byte by byte",
            client -> inPieces(client, 1)),
        Case.of(
            "F-1 F-2 F-8",
            "takes an answer in pieces that end anywhere",
            client -> inPieces(client, 4_099)),
        Case.of("F-1 F-8", "takes an answer in one piece", ClientFramingCases::inOnePiece),
        Case.of("F-10", "skips frames of types from 0x80 on", ClientFramingCases::skipped),
        Case.of("F-3", "fails on a damaged header", ClientFramingCases::damagedHeader),
        Case.of("F-4", "fails on a damaged END", ClientFramingCases::damagedEnd),
        Case.of(
            "N-4 B-4 B-8",
            "notices that data, check and header between two blocks were lost",
            ClientFramingCases::lostPiece));
  }

  private static void inPieces(ClientUnderTest client, int bytes) throws Exception {
    client
        .fetch(
            NAME,
            conversation ->
                RightServer.of(NAME, FILE).serve(conversation.inPiecesOf(bytes).greet()))
        .expectDelivered(NAME, FILE);
  }

  private static void inOnePiece(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.greet();
              Message.Request request = conversation.expect(Message.Request.class);
              Message.Exists exists = FILE.exists(request);
              if (request.advance() == null || request.advance().maxSize() < FILE.size()) {
                conversation.send(exists);
                conversation.send(Transfer.agreed(conversation, request, FILE).all());
              } else {
                Message[] rest = Transfer.agreed(conversation, request, FILE).all();
                Message[] all = Arrays.copyOf(new Message[] {exists}, rest.length + 1);
                System.arraycopy(rest, 0, all, 1, rest.length);
                conversation.send(all);
              }
              RightServer.of(NAME, FILE).serve(conversation);
            })
        .expectDelivered(NAME, FILE);
  }

  private static void skipped(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              conversation.greet();
              skip(conversation, Frame.of(0x80, 0, new byte[0]));
              Message.Request request = conversation.expect(Message.Request.class);
              skip(conversation, Frame.of(0x80, request.id(), new byte[MAX_SKIPPED_BYTES]));
              conversation.send(FILE.exists(request));
              skip(conversation, Frame.of(0xFF, -1, new byte[14]).withWrongBodyCheck());
              Transfer transfer = Transfer.agreed(conversation, request, FILE);
              for (Message block : transfer.all()) {
                skip(conversation, Frame.of(0x94, 0x7FFF_FFFF, new byte[100]));
                conversation.send(block);
              }
              RightServer.of(NAME, FILE).serve(conversation);
            })
        .expectDelivered(NAME, FILE);
  }

  private static void skip(Conversation conversation, Frame frame) throws Exception {
    conversation.send(
        "a frame of type 0x%02x, id %08x, %d bytes"
            .formatted(frame.code(), frame.id(), frame.length()),
        frame);
  }

  private static void damagedHeader(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              Transfer transfer = Transfer.begin(conversation, FILE);
              conversation.send(transfer.block(0));
              conversation.send(
                  "the next BLOCK, its header check does not match",
                  MessageWriter.frame(transfer.block(1)).withWrongHeaderCheck());
              conversation.expectFailed(ErrorCode.CHECKSUM);
            })
        .expectNotDelivered(NAME);
  }

  private static void damagedEnd(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              Transfer transfer = Transfer.begin(conversation, FILE);
              conversation.send(transfer.blocks().toArray(Message[]::new));
              conversation.send(
                  "END, its payload check does not match",
                  MessageWriter.frame(transfer.endFrame()).withWrongBodyCheck());
              conversation.expectFailed(ErrorCode.CHECKSUM);
            })
        .expectNotDelivered(NAME);
  }

  /** Header A, data B, check B: with a plain CRC32C all of it would match. */
  private static void lostPiece(ClientUnderTest client) throws Exception {
    client
        .fetch(
            NAME,
            conversation -> {
              Transfer transfer = Transfer.begin(conversation, FILE);
              byte[] first = MessageWriter.frame(transfer.block(0)).bytes();
              byte[] second = MessageWriter.frame(transfer.block(1)).bytes();
              ByteArrayOutputStream joined = new ByteArrayOutputStream();
              joined.write(first, 0, BLOCK_HEADER_BYTES);
              joined.write(second, BLOCK_HEADER_BYTES, second.length - BLOCK_HEADER_BYTES);
              conversation.send(
                  "the header of the first BLOCK, data and check of the second",
                  joined.toByteArray());
              conversation.send(transfer.block(2), transfer.block(3), transfer.endFrame());
              conversation.expectFailed(ErrorCode.MALFORMED);
            })
        .expectNotDelivered(NAME);
  }
}
