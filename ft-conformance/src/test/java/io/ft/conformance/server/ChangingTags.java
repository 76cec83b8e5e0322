package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.util.List;

/** Tags differ from answer to answer. */
final class ChangingTags extends Defect {
  private byte next;

  @Override
  List<Frame> fromServer(Frame frame) {
    return List.of(
        Defects.is(frame, FrameType.EXISTS) ? Defects.withLastByteOfTag(frame, next++) : frame);
  }
}
