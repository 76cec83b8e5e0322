package io.ft.conformance.client;

import static io.ft.conformance.client.SloppyFrames.check;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The exchange of a listing. */
final class SloppyListing {

  private final int id;
  private final boolean recursive;
  private final @Nullable Defect defect;
  private final Map<String, Boolean> names = new LinkedHashMap<>();
  private boolean ended;

  SloppyListing(int id, boolean recursive, @Nullable Defect defect) {
    this.id = id;
    this.recursive = recursive;
    this.defect = defect;
  }

  int id() {
    return id;
  }

  boolean hasEnded() {
    return ended;
  }

  /** What came so far, and whether each is a folder. */
  Map<String, Boolean> names() {
    return names;
  }

  void take(SloppyFrames.Frame frame) throws SloppyFrames.Wrong, SloppyClient.Failed {
    switch (frame.type()) {
      case 0x21 -> entry(frame);
      case 0x22 -> {
        long entries = frame.body().getLong();
        check(entries == names.size() || has(Defect.TAKES_ANY_COUNT), "another count");
        ended = true;
      }
      case 0x05, 0x06, 0x12 -> throw new SloppyClient.Failed("there is no such listing");
      default -> check(has(Defect.IGNORES_FRAMES_OUT_OF_PLACE), "a frame out of place");
    }
  }

  private void entry(SloppyFrames.Frame frame) throws SloppyFrames.Wrong {
    boolean folder = frame.body().get() == 2;
    frame.bytes(20);
    frame.bytes8();
    byte[] bytes = frame.bytes16();
    String path = new String(bytes, StandardCharsets.UTF_8);
    boolean good =
        !path.isEmpty()
            && Arrays.equals(path.getBytes(StandardCharsets.UTF_8), bytes)
            && path.indexOf(0) < 0
            && (recursive || path.indexOf('/') < 0)
            && !("/" + path + "/").matches("(?s).*/\\.{0,2}/.*");
    check(good || has(Defect.TAKES_ANY_NAME), "a name that is none");
    names.put(path, folder);
  }

  private boolean has(Defect one) {
    return defect == one;
  }
}
