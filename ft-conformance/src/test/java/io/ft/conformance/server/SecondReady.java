package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes no notice of a second READY for an exchange. */
final class SecondReady extends Defect {
  private final Set<Integer> ready = new HashSet<>();

  @Override
  List<Frame> fromClient(Frame frame) {
    return Defects.is(frame, FrameType.READY) && !ready.add(frame.id())
        ? List.of()
        : List.of(frame);
  }
}
