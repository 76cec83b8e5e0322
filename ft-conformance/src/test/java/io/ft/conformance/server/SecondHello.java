package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.util.List;

/** Takes no notice of a second HELLO. */
final class SecondHello extends Defect {
  private boolean greeted;

  @Override
  List<Frame> fromClient(Frame frame) {
    boolean second = greeted && Defects.is(frame, FrameType.HELLO);
    greeted = true;
    return second ? List.of() : List.of(frame);
  }
}
