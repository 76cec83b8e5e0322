package io.ft.conformance.client;

import io.ft.conformance.Violation;
import io.ft.conformance.wire.Message;
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
