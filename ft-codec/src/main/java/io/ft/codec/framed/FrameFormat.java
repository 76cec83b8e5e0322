package io.ft.codec.framed;

/**
 * The layout of a frame, all numbers big-endian:
 *
 * <pre>
 *  0      1               4               8                              header
 * +------+---------------+---------------+---------------+
 * | type | length        | exchange id   | header check  |   every frame but a block
 * +------+---------------+---------------+---------------+-----...------+---------------+
 *                                                        | payload      | payload check |
 *                                                        +-----...------+---------------+
 *  0      1               4               8                              16
 * +------+---------------+---------------+-------------------------------+---------------+
 * | 0x14 | length        | exchange id   | offset                        | header check  |
 * +------+---------------+---------------+-------------------------------+---------------+
 *                                                        | file data    | data check    |
 *                                                        +-----...------+---------------+
 * </pre>
 *
 * <p>{@code length} counts the payload alone. The header check is the CRC32C (RFC 3720, appendix
 * B.4) of the header's bytes before it. The payload and the data check are the CRC32C of the
 * payload or the data, exclusive-or the header check: so what follows a header is bound to that
 * header, and a sender can still remember the CRC32C of a block's data.
 */
final class FrameFormat {

  /** NUL, "ft" and the wire format's number; sent by each side before its first frame. */
  static final int PREFACE = 0x00_66_74_01;

  static final int PREFACE_BYTES = 4;

  static final int TYPE_OFFSET = 0;
  static final int LENGTH_OFFSET = TYPE_OFFSET + 1;
  static final int ID_OFFSET = LENGTH_OFFSET + 3;
  static final int COMMON_HEADER_BYTES = ID_OFFSET + 4;
  static final int BLOCK_OFFSET_OFFSET = COMMON_HEADER_BYTES;
  static final int CHECK_BYTES = 4;
  static final int HEADER_BYTES = COMMON_HEADER_BYTES + CHECK_BYTES;
  static final int BLOCK_HEADER_BYTES = HEADER_BYTES + 8;

  private FrameFormat() {}
}
