package io.ft.conformance.wire;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;

/**
 * The bytes of a frame, right or wrong (section 3.1).
 *
 * @param code the type byte, known or not
 * @param id the exchange, or 0; with the highest bit set if that is to be tried
 * @param offset of a block; other frames have none
 * @param length the length that the header tells, usually that of the body
 * @param body the payload, or the data of a block
 * @param headerFlaw is xored into the header check; 0 for a right one
 * @param bodyFlaw is xored into the check of the body; 0 for a right one
 */
public record Frame(
    int code, int id, long offset, int length, byte[] body, int headerFlaw, int bodyFlaw) {

  /** The bytes that every connection of the framed dialect begins with, in both directions. */
  public static byte[] preface() {
    return new byte[] {0x00, 0x66, 0x74, 0x01};
  }

  /** A right frame of any type but BLOCK, as far as its checks go. */
  public static Frame of(int code, int id, byte[] payload) {
    return new Frame(code, id, 0, payload.length, payload, 0, 0);
  }

  /** A right BLOCK. */
  public static Frame block(int id, long offset, byte[] data) {
    return new Frame(FrameType.BLOCK.code(), id, offset, data.length, data, 0, 0);
  }

  /** This one with a header check that does not match. */
  public Frame withWrongHeaderCheck() {
    return new Frame(code, id, offset, length, body, 1, bodyFlaw);
  }

  /** This one with a payload check or data check that does not match. */
  public Frame withWrongBodyCheck() {
    return new Frame(code, id, offset, length, body, headerFlaw, 1);
  }

  /** This one for another exchange. */
  public Frame withId(int other) {
    return new Frame(code, other, offset, length, body, headerFlaw, bodyFlaw);
  }

  /** This one with a header that tells another length than the body has. */
  public Frame withLength(int told) {
    return new Frame(code, id, offset, told, body, headerFlaw, bodyFlaw);
  }

  /** What goes over the wire. */
  public byte[] bytes() {
    Payload header = new Payload().u8(code).u24(length).u32(id);
    if (code == FrameType.BLOCK.code()) {
      header.u64(offset);
    }
    int headerCheck = crc32c(header.bytes()) ^ headerFlaw;
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(header.u32(headerCheck).bytes());
    frame.writeBytes(body);
    frame.writeBytes(new Payload().u32(crc32c(body) ^ headerCheck ^ bodyFlaw).bytes());
    return frame.toByteArray();
  }

  /** The CRC32C of all {@code bytes}. */
  static int crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
