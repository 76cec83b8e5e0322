package io.ft.conformance.vectors;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.util.Arrays;
import java.util.List;

/**
 * A frame that its receiver must not take.
 *
 * @param name what is wrong with it
 * @param rules that it breaks
 * @param sender who sends it
 * @param state how far the conversation has come: {@code greeting}, {@code open}, {@code asked} (a
 *     REQUEST without ADVANCE and, from a client, its EXISTS), {@code receiving} (READY was sent
 *     for a file of 14 bytes) or {@code listing} (a LIST was sent)
 * @param errorCode with which the receiver must fail the connection
 * @param frame the frame, for exchange 1 where it belongs to one
 * @param headerOnly whether the header must be enough to see it: nothing else is sent
 */
public record MalformedVector(
    String name,
    List<String> rules,
    FrameType.Sender sender,
    String state,
    int errorCode,
    Frame frame,
    boolean headerOnly) {

  private static final int HEADER_BYTES = 12;
  private static final int BLOCK_HEADER_BYTES = 20;
  private static final int EXCHANGE = 1;

  /** What is sent. */
  public byte[] bytes() {
    return bytes(frame);
  }

  /** What is sent in an exchange whose client has chosen another id than 1. */
  public byte[] bytes(int exchange) {
    return bytes(frame.id() == EXCHANGE ? frame.withId(exchange) : frame);
  }

  private byte[] bytes(Frame sent) {
    boolean block = sent.code() == FrameType.BLOCK.code();
    return headerOnly
        ? Arrays.copyOf(sent.bytes(), block ? BLOCK_HEADER_BYTES : HEADER_BYTES)
        : sent.bytes();
  }
}
