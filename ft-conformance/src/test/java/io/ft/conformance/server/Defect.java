package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import java.util.List;

/** What is wrong with a server, on one of its connections: how it differs from a right one. */
class Defect {

  /** What it sends in place of {@code frame}. */
  List<Frame> fromServer(Frame frame) {
    return List.of(frame);
  }

  /** What it sees in place of {@code frame} of its client. */
  List<Frame> fromClient(Frame frame) {
    return List.of(frame);
  }

  /** Whether it notices that its client closes the sending side. */
  boolean seesHalfClose() {
    return true;
  }

  /** Whether it reads what its client sends, now. */
  boolean reads() {
    return true;
  }

  /** What it says before its client's first byte. */
  byte[] first() {
    return new byte[0];
  }

  /** What it sends in place of {@code bytes} in the classic dialect. */
  byte[] classic(byte[] bytes) {
    return bytes;
  }

  /** Whether a connection that it has to reset is reset, and not closed in an orderly way. */
  boolean resets() {
    return true;
  }
}
