package io.ft.conformance.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads frames. */
final class SloppyFrames {

  private static final int BLOCK = 0x14;

  /** A rule that the server broke, and the code for it. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;
    final int code;

    Wrong(int code, String message) {
      super(message);
      this.code = code;
    }
  }

  /**
   * A frame.
   *
   * @param intact whether the check of a block matches
   */
  record Frame(int type, int id, long offset, ByteBuffer body, boolean intact) {

    byte[] bytes(int count) {
      byte[] bytes = new byte[count];
      body.get(bytes);
      return bytes;
    }

    byte[] bytes8() {
      return bytes(body.get() & 0xFF);
    }

    byte[] bytes16() {
      return bytes(body.getShort() & 0xFFFF);
    }
  }

  private final DataInputStream in;
  private final @Nullable Defect defect;

  SloppyFrames(InputStream in, @Nullable Defect defect) {
    this.in = new DataInputStream(in);
    this.defect = defect;
  }

  void preface() throws IOException, Wrong {
    int preface = in.readInt();
    if (preface != 0x00667401 && defect != Defect.IGNORES_THE_PREFACE) {
      throw new Wrong(1, "not a framed server");
    }
  }

  /** The next frame that is not to be skipped. */
  Frame next() throws IOException, Wrong {
    while (true) {
      int type = in.readUnsignedByte();
      ByteBuffer header = ByteBuffer.allocate(type == BLOCK ? 16 : 8).put((byte) type);
      in.readFully(header.array(), 1, header.capacity() - 1);
      int check = in.readInt();
      if (check != crc(header.array()) && defect != Defect.IGNORES_HEADER_CHECKS) {
        throw new Wrong(5, "a header is damaged");
      }
      int length = header.getInt(0) & 0xFF_FFFF;
      boolean skipped = type >= 0x80 && defect != Defect.STUMBLES_OVER_UNKNOWN_FRAMES;
      if (!skipped && type > 0x22) {
        throw new Wrong(1, "an unknown frame");
      }
      byte[] body = new byte[length];
      in.readFully(body);
      boolean intact = (in.readInt() ^ check) == crc(body);
      if (skipped) {
        continue;
      }
      if (!intact && type != BLOCK && defect != Defect.IGNORES_PAYLOAD_CHECKS) {
        throw new Wrong(5, "a payload is damaged");
      }
      long offset = type == BLOCK ? header.getLong(8) : 0;
      return new Frame(type, header.getInt(4), offset, ByteBuffer.wrap(body), intact);
    }
  }

  /** A rule that no other code than MALFORMED is for. */
  static void check(boolean kept, String what) throws Wrong {
    if (!kept) {
      throw new Wrong(1, what);
    }
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
