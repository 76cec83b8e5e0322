package io.ft.codec.framed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Puts frames together byte by byte, without the code under test. */
final class Frames {

  static final byte[] PREFACE = hex("00667401");

  /** A whole connection so far: preface and Hello, which both sides may send. */
  static final byte[] GREETING = hex(GoldenFrame.HELLO_SERVER.hex());

  private Frames() {}

  /** The bytes of {@code text}, in which white space is free. */
  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A control frame with right checks. */
  static byte[] frame(int code, int id, byte[] payload) {
    return bound(header(code, payload.length, id), payload);
  }

  /** A control frame with right checks. */
  static byte[] frame(int code, int id, String payloadHex) {
    return frame(code, id, hex(payloadHex));
  }

  /** A block with right checks. */
  static byte[] block(int id, long offset, byte[] data) {
    return bound(blockHeader(data.length, id, offset), data);
  }

  /** The header of a control frame with a right check. */
  static byte[] header(int code, int length, int id) {
    return withCheck(ByteBuffer.allocate(8).putInt(code << 24 | length).putInt(id).array());
  }

  /** The header of a block with a right check. */
  static byte[] blockHeader(int length, int id, long offset) {
    return withCheck(
        ByteBuffer.allocate(16).putInt(0x14 << 24 | length).putInt(id).putLong(offset).array());
  }

  static long crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  private static byte[] withCheck(byte[] bytes) {
    return ByteBuffer.allocate(bytes.length + 4).put(bytes).putInt((int) crc32c(bytes)).array();
  }

  /** A header, what follows it, and the check that binds the one to the other. */
  private static byte[] bound(byte[] header, byte[] bytes) {
    int headerCheck = ByteBuffer.wrap(header).getInt(header.length - 4);
    int check = (int) crc32c(bytes) ^ headerCheck;
    return concat(header, bytes, ByteBuffer.allocate(4).putInt(check).array());
  }
}
