package io.ft.codec.framed;

import io.ft.codec.Limits;
import io.ft.testing.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * How the bytes of a fuzzer become those of a connection. No fuzzer guesses a CRC32C, so it can
 * leave the checks to this, and gets past them to where fields are read.
 *
 * <pre>
 *   u8 mode        bits 0 and 1: 0 as it is; 1 checks are put right; 2, 3 frames are put together
 *                  bit 2: blocks of up to 4 KiB alone are taken
 *   u8 n, n * u8   where the connection is cut
 *   rest           the bytes; in modes 2 and 3 frames without their checks, behind a greeting: header, payload
 * </pre>
 */
final class FramedInput {

  static final byte AS_IS = 0;
  static final byte WITH_CHECKS = 1;
  static final byte FRAMES = 2;

  private static final int SMALL_BLOCKS = 4;
  private static final int MAX_CUTS = 16;

  private static final int BLOCK = 0x14;

  /** HELLO, GO_AWAY, FAILURE. */
  private static final Set<Integer> NOT_CANONICAL = Set.of(0x01, 0x04, 0x05);

  private static final int FIRST_SKIPPABLE = 0x80;
  private static final int HEAD_BYTES = 8;
  private static final int BLOCK_HEAD_BYTES = 16;
  private static final int CHECK_BYTES = 4;

  private final byte[] bytes;
  private final byte[] cuts;
  private final int maxBlockBytes;

  FramedInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    int mode = in.u8();
    maxBlockBytes = (mode & SMALL_BLOCKS) == 0 ? Limits.MAX_BLOCK_BYTES : Limits.MIN_BLOCK_BYTES;
    cuts = in.bytes(in.u8() % (MAX_CUTS + 1));
    byte[] rest = in.rest();
    bytes =
        switch (mode & 3) {
          case AS_IS -> rest;
          case WITH_CHECKS -> withChecks(rest);
          default -> frames(rest);
        };
  }

  /** What comes. */
  byte[] bytes() {
    return bytes;
  }

  /** The lengths of the pieces in which it comes. */
  byte[] cuts() {
    return cuts;
  }

  /** The largest block that is taken. */
  int maxBlockBytes() {
    return maxBlockBytes;
  }

  /** An input that a fuzzer can begin with. */
  static byte[] seed(byte mode, byte[] bytes) {
    return Frames.concat(new byte[] {mode, 2, 0, 6}, bytes);
  }

  /** The same bytes, each check in them right if its frame is whole. */
  private static byte[] withChecks(byte[] bytes) {
    byte[] result = bytes.clone();
    ByteBuffer out = ByteBuffer.wrap(result);
    int at = Frames.PREFACE.length;
    while (at + HEAD_BYTES + CHECK_BYTES <= out.limit()) {
      int head = (out.get(at) & 0xFF) == BLOCK ? BLOCK_HEAD_BYTES : HEAD_BYTES;
      int length = out.getInt(at) & 0xFF_FFFF;
      int payload = at + head + CHECK_BYTES;
      if (payload > out.limit()) {
        break;
      }
      int headerCheck = check(result, at, head);
      out.putInt(at + head, headerCheck);
      at = payload + length + CHECK_BYTES;
      if (at <= out.limit()) {
        out.putInt(payload + length, check(result, payload, length) ^ headerCheck);
      }
    }
    return result;
  }

  /**
   * The same without the frames that may come back as others: a Hello can have more than is known
   * here, a text can have bytes that are none, and an unknown frame is skipped.
   */
  static byte[] canonical(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int at = Math.min(Frames.PREFACE.length, bytes.length);
    while (at + HEAD_BYTES <= bytes.length) {
      int code = in.get(at) & 0xFF;
      int head = code == BLOCK ? BLOCK_HEAD_BYTES : HEAD_BYTES;
      int end = at + head + CHECK_BYTES + (in.getInt(at) & 0xFF_FFFF) + CHECK_BYTES;
      if (!NOT_CANONICAL.contains(code) && code < FIRST_SKIPPABLE) {
        out.write(bytes, at, Math.min(end, bytes.length) - at);
      }
      at = end;
    }
    return out.toByteArray();
  }

  private static int check(byte[] bytes, int start, int length) {
    return (int) Frames.crc32c(Arrays.copyOfRange(bytes, start, start + length));
  }

  /** Frames whose checks are right and whose lengths are those that they have. */
  private static byte[] frames(byte[] heads) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Frames.GREETING);
    FuzzInput in = new FuzzInput(heads);
    while (in.remaining() >= HEAD_BYTES) {
      int code = in.u8();
      int length = in.u8() << 16 | in.u16();
      int id = in.u16() << 16 | in.u16();
      if (code == BLOCK) {
        long offset = ByteBuffer.wrap(Arrays.copyOf(in.bytes(Long.BYTES), Long.BYTES)).getLong();
        out.writeBytes(Frames.block(id, offset, in.bytes(length)));
      } else {
        out.writeBytes(Frames.frame(code, id, in.bytes(length)));
      }
    }
    return out.toByteArray();
  }
}
