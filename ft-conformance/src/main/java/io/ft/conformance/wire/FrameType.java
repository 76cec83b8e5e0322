package io.ft.conformance.wire;

/** The types of frames (section 3.2), and what that section says of each. */
public enum FrameType {
  HELLO(0x01, Sender.BOTH, Ids.CONNECTION, 21, 16_384),
  PING(0x02, Sender.BOTH, Ids.CONNECTION, 8, 8),
  PONG(0x03, Sender.BOTH, Ids.CONNECTION, 8, 8),
  GO_AWAY(0x04, Sender.SERVER, Ids.CONNECTION, 10, 1_034),
  FAILURE(0x05, Sender.BOTH, Ids.ANY, 4, 1_028),
  BUSY(0x06, Sender.SERVER, Ids.ANY, 8, 8),
  REQUEST(0x10, Sender.CLIENT, Ids.EXCHANGE, 4, 16_384),
  EXISTS(0x11, Sender.SERVER, Ids.EXCHANGE, 26, 16_384),
  NOT_EXISTS(0x12, Sender.SERVER, Ids.EXCHANGE, 0, 0),
  READY(0x13, Sender.CLIENT, Ids.EXCHANGE, 16, 16),
  BLOCK(0x14, Sender.SERVER, Ids.EXCHANGE, 1, 8_388_608),
  END(0x15, Sender.SERVER, Ids.EXCHANGE, 8, 8),
  CANCEL(0x16, Sender.CLIENT, Ids.EXCHANGE, 0, 0),
  LIST(0x20, Sender.CLIENT, Ids.EXCHANGE, 3, 16_384),
  ENTRY(0x21, Sender.SERVER, Ids.EXCHANGE, 24, 16_384),
  LIST_END(0x22, Sender.SERVER, Ids.EXCHANGE, 16, 16);

  /** Who sends it. */
  public enum Sender {
    CLIENT,
    SERVER,
    BOTH;

    /** Whether {@code side}, one of the two, is meant. */
    public boolean includes(Sender side) {
      return this == BOTH || this == side;
    }
  }

  /** Which ids it can have. */
  public enum Ids {
    CONNECTION,
    EXCHANGE,
    ANY
  }

  private final int code;
  private final Sender sender;
  private final Ids ids;
  private final int minLength;
  private final int maxLength;

  FrameType(int code, Sender sender, Ids ids, int minLength, int maxLength) {
    this.code = code;
    this.sender = sender;
    this.ids = ids;
    this.minLength = minLength;
    this.maxLength = maxLength;
  }

  /** The first byte of its frames. */
  public int code() {
    return code;
  }

  /** Whether {@code side}, one of the two, sends it. */
  public boolean isSentBy(Sender side) {
    return sender.includes(side);
  }

  /** Whether a frame of this type can have {@code id}. */
  public boolean takesId(int id) {
    return switch (ids) {
      case CONNECTION -> id == 0;
      case EXCHANGE -> id > 0;
      case ANY -> id >= 0;
    };
  }

  /** Whether so many bytes can be its payload, or its data. */
  public boolean takesLength(int length) {
    return minLength <= length && length <= maxLength;
  }

  /** The type with this code; null for an unknown one. */
  public static @org.jspecify.annotations.Nullable FrameType of(int code) {
    for (FrameType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
