package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.util.Arrays;
import java.util.List;

/** An empty range has no END. */
final class NoEmptyEnd extends Defect {
  @Override
  List<Frame> fromServer(Frame frame) {
    boolean empty = Defects.is(frame, FrameType.END) && Arrays.equals(frame.body(), new byte[8]);
    return empty ? List.of() : List.of(frame);
  }
}
