package io.ft.conformance.server;

import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

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
   * What some bytes complete.
   *
   * @param preface what the direction begins with; empty if it came before
   * @param frames whole ones, behind it
   * @param raw what follows and cannot be split
   */
  record Split(byte[] preface, List<Frame> frames, byte[] raw) {}

  Split add(byte[] bytes, int length) {
    pending.write(bytes, 0, length);
    byte[] all = pending.toByteArray();
    ByteBuffer in = ByteBuffer.wrap(all);
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
      Frame frame = next(all, in);
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

  private @Nullable Frame next(byte[] all, ByteBuffer in) {
    if (!in.hasRemaining()) {
      return null;
    }
    int headerBytes = all[in.position()] == FrameType.BLOCK.code() ? 16 : 8;
    if (in.remaining() < headerBytes + 4) {
      return null;
    }
    ByteBuffer header = in.slice();
    int code = header.get() & 0xFF;
    int size = (header.get() & 0xFF) << 16 | (header.get() & 0xFF) << 8 | (header.get() & 0xFF);
    int id = header.getInt();
    long offset = headerBytes == 16 ? header.getLong() : 0;
    int headerCheck = header.getInt();
    int expected = crc32c(all, in.position(), headerBytes);
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
