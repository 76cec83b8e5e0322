package io.ft.conformance.client;

import io.ft.conformance.Violation;
import io.ft.conformance.wire.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An exchange whose range is agreed on: what is to be sent next.
 *
 * @param id of the exchange
 * @param file that the client asked for
 * @param offset where the range begins
 * @param end where it ends
 */
record Transfer(int id, ServedFile file, long offset, long end) {

  /** The range of the file that begins at {@code offset} and has up to {@code length} bytes. */
  static Transfer of(int id, ServedFile file, long offset, long length) throws Violation {
    if (offset > file.size()) {
      throw new Violation("a range from " + offset + " of a file of " + file.size() + " bytes");
    }
    return new Transfer(id, file, offset, offset + Math.min(length, file.size() - offset));
  }

  /**
   * Greets, and brings the first exchange that wants bytes of {@code file} to where they are sent.
   */
  static Transfer begin(Conversation conversation, ServedFile file) throws IOException, Violation {
    conversation.greet();
    return next(conversation, file);
  }

  /** As {@link #begin}, but behind the greeting. */
  static Transfer next(Conversation conversation, ServedFile file) throws IOException, Violation {
    while (true) {
      Message.Request request = conversation.expect(Message.Request.class);
      conversation.send(file.exists(request));
      Transfer transfer = agreed(conversation, request, file);
      if (transfer.offset() < transfer.end() || file.size() == 0) {
        return transfer;
      }
      // it only asks about the file.
      conversation.send(transfer.endFrame());
    }
  }

  /** The range that the client wants, behind EXISTS. */
  static Transfer agreed(Conversation conversation, Message.Request request, ServedFile file)
      throws IOException, Violation {
    Message.Advance advance = request.advance();
    if (advance != null && file.size() <= advance.maxSize()) {
      return of(request.id(), file, advance.offset(), advance.length());
    }
    Message.Ready ready = conversation.expect(Message.Ready.class);
    if (ready.id() != request.id()) {
      throw new Violation(
          "got %s (expected: one for %d)".formatted(Message.describe(ready), request.id()));
    }
    return of(request.id(), file, ready.offset(), ready.length());
  }

  /** All blocks of the range (B-3). */
  List<Message.Block> blocks() {
    List<Message.Block> blocks = new ArrayList<>();
    long at = offset;
    while (at < end) {
      long next = Math.min((at / file.blockSize() + 1) * file.blockSize(), end);
      byte[] data = Arrays.copyOfRange(file.content(), (int) at, (int) next);
      blocks.add(new Message.Block(id, at, data, true));
      at = next;
    }
    return blocks;
  }

  Message.Block block(int index) {
    return blocks().get(index);
  }

  /** The same with other bytes, and a data check that does not match. */
  Message.Block damagedBlock(int index) {
    Message.Block block = block(index);
    byte[] data = block.data().clone();
    data[data.length / 2] ^= 0x10;
    return new Message.Block(id, block.offset(), data, false);
  }

  Message.End endFrame() {
    return new Message.End(id, end - offset);
  }

  /** All that is to be sent. */
  Message[] all() {
    List<Message> all = new ArrayList<>(blocks());
    all.add(endFrame());
    return all.toArray(Message[]::new);
  }
}
