package io.ft.conformance.server;

import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import io.ft.conformance.wire.Payload;
import java.util.List;

/** END where the source has changed. */
final class ChangedIsEnd extends Defect {
  private long sent;

  @Override
  List<Frame> fromServer(Frame frame) {
    if (Defects.is(frame, FrameType.BLOCK)) {
      sent += frame.length();
    }
    return List.of(
        Defects.isFailure(frame, ErrorCode.CHANGED)
            ? Frame.of(FrameType.END.code(), frame.id(), new Payload().u64(sent).bytes())
            : frame);
  }
}
