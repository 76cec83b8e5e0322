package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.util.List;

/** Does not read between a block and what comes behind the blocks. */
final class Deaf extends Defect {
  private volatile boolean sending;

  @Override
  List<Frame> fromServer(Frame frame) {
    sending = Defects.is(frame, FrameType.BLOCK);
    return List.of(frame);
  }

  @Override
  boolean reads() {
    return !sending;
  }
}
