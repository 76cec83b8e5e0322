package io.ft.codec.framed;

import io.ft.codec.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the dialect: code, who may send them, whether they belong to an exchange, and the
 * bounds of their payload, which are checked before a byte of it is awaited. Codes are frozen.
 */
enum FrameType {
  HELLO(0x01, null, false, 21, Limits.MAX_CONTROL_PAYLOAD_BYTES),
  PING(0x02, null, false, 8, 8),
  PONG(0x03, null, false, 8, 8),
  GO_AWAY(0x04, Side.SERVER, false, 10, 10 + Limits.MAX_TEXT_BYTES),
  FAILURE(0x05, null, true, 4, 4 + Limits.MAX_TEXT_BYTES),
  BUSY(0x06, Side.SERVER, true, 8, 8),
  REQUEST(0x10, Side.CLIENT, true, 4, Limits.MAX_CONTROL_PAYLOAD_BYTES),
  EXISTS(0x11, Side.SERVER, true, 26, Limits.MAX_CONTROL_PAYLOAD_BYTES),
  NOT_EXISTS(0x12, Side.SERVER, true, 0, 0),
  READY(0x13, Side.CLIENT, true, 16, 16),
  BLOCK(0x14, Side.SERVER, true, 1, Limits.MAX_BLOCK_BYTES),
  END(0x15, Side.SERVER, true, 8, 8),
  CANCEL(0x16, Side.CLIENT, true, 0, 0),
  LIST(0x20, Side.CLIENT, true, 3, Limits.MAX_CONTROL_PAYLOAD_BYTES),
  ENTRY(0x21, Side.SERVER, true, 24, Limits.MAX_CONTROL_PAYLOAD_BYTES),
  LIST_END(0x22, Side.SERVER, true, 16, 16);

  /** Frames of an unknown type below this code are an error; those from it on are skipped. */
  static final int FIRST_SKIPPABLE_CODE = 0x80;

  private static final @Nullable FrameType[] BY_CODE =
      new @Nullable FrameType[FIRST_SKIPPABLE_CODE];

  static {
    for (FrameType type : values()) {
      if (BY_CODE[type.code] != null) {
        throw new IllegalStateException("frame code used twice: " + type.code);
      }
      BY_CODE[type.code] = type;
    }
  }

  final int code;
  final int minPayloadBytes;
  final int maxPayloadBytes;
  private final @Nullable Side onlyFrom;
  private final boolean ofExchange;

  FrameType(
      int code,
      @Nullable Side onlyFrom,
      boolean ofExchange,
      int minPayloadBytes,
      int maxPayloadBytes) {
    this.code = code;
    this.onlyFrom = onlyFrom;
    this.ofExchange = ofExchange;
    this.minPayloadBytes = minPayloadBytes;
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /** The type with this code, null if there is none. */
  static @Nullable FrameType of(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : null;
  }

  boolean maySend(Side side) {
    return onlyFrom == null || onlyFrom == side;
  }

  /**
   * Whether {@code id} fits this type: Busy and failures can speak of the connection too, and a
   * client's failures of nothing else.
   */
  boolean mayCarry(int id, Side sender) {
    if (this == FAILURE || this == BUSY) {
      return sender == Side.SERVER ? id >= 0 : id == 0;
    }
    return ofExchange ? id > 0 : id == 0;
  }
}
