package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.util.List;

/** Takes no notice of requests whose id was used. */
final class UsedIds extends Defect {
  private int highest;

  @Override
  List<Frame> fromClient(Frame frame) {
    if (!Defects.is(frame, FrameType.REQUEST) && !Defects.is(frame, FrameType.LIST)) {
      return List.of(frame);
    }
    boolean used = frame.id() <= highest;
    highest = Math.max(highest, frame.id());
    return used ? List.of() : List.of(frame);
  }
}
