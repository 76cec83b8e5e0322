package io.ft.conformance.client;

import static io.ft.conformance.client.SloppyFrames.check;

import io.ft.conformance.wire.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The exchange of a file, or of a block of one that came damaged. */
final class SloppyFetch {

  /** Files of up to this size come without a round trip. */
  static final long ADVANCE_BYTES = 64 * 1024;

  private static final int MAX_BLOCK_BYTES = 1024 * 1024;

  final String path;
  final String target;
  private final @Nullable Defect defect;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final TreeMap<Long, Integer> damaged = new TreeMap<>();

  /** Set for the second exchange of the same file: the block that it is about. */
  private @Nullable Long wantedBlock;

  private int attempts;
  private byte[] content = {};
  private byte[] tag = {};
  private int blockSize;
  private boolean open;
  private long next;
  private long end;
  private long start;

  SloppyFetch(String path, String target, @Nullable Defect defect) {
    this.path = path;
    this.target = target;
    this.defect = defect;
  }

  Message.Request request(int id) {
    String name =
        has(Defect.CHANGES_NAMES) ? Normalizer.normalize(path, Normalizer.Form.NFC) : path;
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean again = wantedBlock != null;
    byte[] expected = again && !has(Defect.JOINS_WITHOUT_TAGS) ? tag : new byte[0];
    Message.Advance advance = again ? null : new Message.Advance(0, Long.MAX_VALUE, ADVANCE_BYTES);
    return new Message.Request(id, bytes, expected, false, advance);
  }

  /** Takes EXISTS; returns the READY that is to be sent, if one is. */
  Message.@Nullable Ready exists(int id, SloppyFrames.Frame frame) throws SloppyFrames.Wrong {
    check(!open, "a second EXISTS");
    open = true;
    long size = frame.body().getLong();
    frame.bytes(12);
    blockSize = frame.body().getInt();
    byte[] told = frame.bytes8();
    check(blockSize <= MAX_BLOCK_BYTES || has(Defect.TAKES_LARGE_BLOCKS), "too large a block");
    if (wantedBlock != null) {
      check(
          Arrays.equals(tag, told)
              || has(Defect.JOINS_WITHOUT_TAGS)
              || has(Defect.TAKES_ANOTHER_TAG),
          "another version");
      start = wantedBlock;
      end = Math.min(start + blockSize, size);
      next = start;
      return new Message.Ready(id, start, end - start);
    }
    tag = told;
    end = size;
    if (size <= ADVANCE_BYTES) {
      return has(Defect.SENDS_READY_BEHIND_ADVANCE)
          ? new Message.Ready(id, 0, Long.MAX_VALUE)
          : null;
    }
    return new Message.Ready(id, 0, Long.MAX_VALUE);
  }

  boolean isOpen() {
    return open;
  }

  void block(SloppyFrames.Frame block) throws SloppyFrames.Wrong {
    check(open, "a block before EXISTS");
    int length = block.body().remaining();
    long expected = Math.min(blockSize - next % blockSize, end - next);
    check(block.offset() == next || has(Defect.TAKES_ANY_OFFSET), "a block out of place");
    boolean takesIt =
        expected > 0
            ? length == expected || has(Defect.TAKES_ANY_LENGTH)
            : has(Defect.TAKES_ANY_OFFSET);
    check(takesIt, "a block of another length");
    if (!block.intact() && !has(Defect.IGNORES_DATA_CHECKS)) {
      damaged.put(next, length);
    } else if (wantedBlock != null) {
      System.arraycopy(block.body().array(), 0, content, (int) start, length);
    }
    if (wantedBlock == null) {
      data.writeBytes(block.body().array());
    }
    next += length;
  }

  /** Takes END; returns whether all is there. Otherwise a block has to be fetched again. */
  boolean end(long length) throws SloppyFrames.Wrong, SloppyClient.Failed {
    check(open, "END before EXISTS");
    boolean early = has(Defect.DELIVERS_AT_AN_EARLY_END);
    check(next == end || early, "END before the end");
    check(length == next - start || early || has(Defect.TAKES_ANY_END_LENGTH), "another length");
    if (wantedBlock == null) {
      content = data.toByteArray();
    }
    if (damaged.isEmpty()) {
      return true;
    }
    boolean forever = has(Defect.ASKS_AGAIN_FOR_EVER);
    boolean versionless = tag.length == 0 && !has(Defect.JOINS_WITHOUT_TAGS);
    if (versionless || (attempts == 2 && !forever)) {
      throw new SloppyClient.Failed(path + " is damaged");
    }
    attempts++;
    wantedBlock = damaged.firstKey();
    damaged.clear();
    open = false;
    return false;
  }

  /** What is there so far. */
  byte[] content() {
    return content.length == 0 ? data.toByteArray() : content;
  }

  /** Whether nothing but the end is missing. */
  boolean isComplete() {
    return open && next == end && damaged.isEmpty();
  }

  private boolean has(Defect one) {
    return defect == one;
  }
}
