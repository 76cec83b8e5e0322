package io.ft.codec.framed;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * All that one side says on a connection: every kind of frame it may send, blocks of two exchanges
 * that take turns, and frames of a later version between them.
 */
final class Conversation {

  /** Two frames that this version does not know, the second without a payload. */
  private static final byte[] UNKNOWN =
      Frames.hex("80 000005 00000009 18cf2e3e 6c61746572 70ea890d");

  private static final byte[] EMPTY_UNKNOWN = Frames.frame(0xFF, -1, "");

  private final Side speaker;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Object> meaning = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private final BitSet blockBytes = new BitSet();

  private Conversation(Side speaker) {
    this.speaker = speaker;
  }

  static Conversation ofServer() {
    return new Conversation(Side.SERVER)
        .say(GoldenFrame.HELLO_SERVER)
        .say(GoldenFrame.PONG)
        .say(GoldenFrame.EXISTS)
        .block(1, 0, 40)
        .block(2, 1L << 33, 1)
        .unknown(UNKNOWN)
        .block(1, 40, 17)
        .say(GoldenFrame.END)
        .say(GoldenFrame.EXISTS_WITH_SHA256)
        .say(GoldenFrame.NOT_EXISTS)
        .say(GoldenFrame.BUSY)
        .unknown(EMPTY_UNKNOWN)
        .say(GoldenFrame.FAILURE)
        .say(GoldenFrame.ENTRY_FILE)
        .say(GoldenFrame.ENTRY_FOLDER)
        .say(GoldenFrame.LIST_END)
        .unknown(UNKNOWN)
        .say(GoldenFrame.BUSY_OF_CONNECTION)
        .say(GoldenFrame.GO_AWAY)
        .block(3, 0, 64)
        .say(GoldenFrame.FAILURE_OF_CONNECTION);
  }

  static Conversation ofClient() {
    return new Conversation(Side.CLIENT)
        .say(GoldenFrame.HELLO_CLIENT)
        .say(GoldenFrame.REQUEST)
        .unknown(EMPTY_UNKNOWN)
        .say(GoldenFrame.PING)
        .say(GoldenFrame.READY)
        .say(GoldenFrame.LIST)
        .say(GoldenFrame.LIST_ROOT)
        .unknown(UNKNOWN)
        .say(GoldenFrame.CANCEL)
        .say(GoldenFrame.REQUEST_WITH_ALL)
        .say(GoldenFrame.PONG)
        .say(GoldenFrame.FAILURE_OF_CONNECTION);
  }

  static List<Conversation> both() {
    return List.of(ofServer(), ofClient());
  }

  Side speaker() {
    return speaker;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The messages, blocks joined to {@link Transcript.Block}s. */
  List<Object> meaning() {
    return meaning;
  }

  /** The first messages; all if there are not as many. */
  List<Object> meaning(int messages) {
    return meaning.subList(0, Math.min(messages, meaning.size()));
  }

  /** The position behind each frame, in order. */
  List<Integer> ends() {
    return ends;
  }

  /** Whether a byte is one of a block's data or of the check over it. */
  boolean isBlockByte(int position) {
    return blockBytes.get(position);
  }

  @Override
  public String toString() {
    return "all that a " + speaker + " says";
  }

  private Conversation say(GoldenFrame golden) {
    meaning.add(golden.message());
    return write(golden.bytes());
  }

  private Conversation block(int id, long offset, int length) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) (31 * id + 7 * i);
    }
    byte[] block = Frames.block(id, offset, data);
    int end = bytes.size() + block.length;
    blockBytes.set(end - length - 4, end);
    meaning.add(Transcript.Block.of(id, offset, data));
    return write(block);
  }

  private Conversation unknown(byte[] frame) {
    return write(frame);
  }

  private Conversation write(byte[] frame) {
    bytes.writeBytes(frame);
    ends.add(bytes.size());
    return this;
  }
}
