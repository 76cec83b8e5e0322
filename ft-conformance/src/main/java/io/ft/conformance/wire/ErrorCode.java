package io.ft.conformance.wire;

/** The numbers of section 3.10. */
public final class ErrorCode {

  public static final int MALFORMED = 1;
  public static final int UNSUPPORTED_VERSION = 2;
  public static final int UNSUPPORTED = 3;
  public static final int LIMIT_EXCEEDED = 4;
  public static final int CHECKSUM = 5;
  public static final int CHANGED = 6;
  public static final int READ_ERROR = 7;
  public static final int BAD_RANGE = 8;
  public static final int CANCELLED = 9;
  public static final int TIMEOUT = 10;
  public static final int UNAUTHORIZED = 11;
  public static final int GOING_AWAY = 12;
  public static final int INTERNAL = 13;

  private ErrorCode() {}
}
