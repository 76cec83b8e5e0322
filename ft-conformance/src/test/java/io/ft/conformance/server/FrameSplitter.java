package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Finds the frames in the bytes of one direction. From the first one on that is not whole or not
 * right it leaves the bytes alone.
 */
final class FrameSplitter {

  private static final int MAX_BYTES = 16_384;

  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private boolean prefaceSeen;
  private boolean lost;

  /**
   * What these bytes complete.
   *
   * @param frames whole ones
   * @param raw what came before them and is no frame, or after them and cannot be split
   */
  record Split(byte[] preface, List<Frame> frames, byte[] raw) {}

  Split add(byte[] bytes, int length) {
    pending.write(bytes, 0, length);
    ByteBuffer in = ByteBuffer.wrap(pending.toByteArray());
    byte[] preface = new byte[0];
    if (!prefaceSeen) {
      preface = new byte[Math.min(4, in.remaining())];
      if (preface.length < 4) {
        return new Split(new byte[0], List.of(), new byte[0]);
      }
      in.get(preface);
      prefaceSeen = true;
      lost = !Arrays.equals(preface, Frame.preface());
    }
    List<Frame> frames = new ArrayList<>();
    while (!lost) {
      Frame frame = next(in);
      if (frame == null) {
        break;
      }
      frames.add(frame);
    }
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    pending.reset();
    if (!lost) {
      pending.writeBytes(rest);
      rest = new byte[0];
    }
    return new Split(preface, frames, rest);
  }

  /** What was waited for more of. */
  byte[] rest() {
    return pending.toByteArray();
  }

  private @org.jspecify.annotations.Nullable Frame next(ByteBuffer in) {
    if (!in.hasRemaining()) {
      return null;
    }
    int headerBytes = in.get(in.position()) == FrameType.BLOCK.code() ? 16 : 8;
    if (in.remaining() < headerBytes + 4) {
      return null;
    }
    ByteBuffer header = in.slice();
    int code = header.get() & 0xFF;
    int size = (header.get() & 0xFF) << 16 | (header.get() & 0xFF) << 8 | (header.get() & 0xFF);
    int id = header.getInt();
    long offset = headerBytes == 16 ? header.getLong() : 0;
    int headerCheck = header.getInt();
    int expected = crc32c(in.array(), in.position(), headerBytes);
    if (headerCheck != expected || (size > MAX_BYTES && headerBytes == 8)) {
      lost = true;
      return null;
    }
    if (header.remaining() < size + 4) {
      return null;
    }
    byte[] body = new byte[size];
    header.get(body);
    int bodyFlaw = header.getInt() ^ headerCheck ^ crc32c(body, 0, size);
    in.position(in.position() + headerBytes + 4 + size + 4);
    return new Frame(code, id, offset, size, body, 0, bodyFlaw);
  }

  private static int crc32c(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
