package io.ft.conformance.wire;

import java.util.List;

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

  private static final List<String> NAMES =
      List.of(
          "UNKNOWN",
          "MALFORMED",
          "UNSUPPORTED_VERSION",
          "UNSUPPORTED",
          "LIMIT_EXCEEDED",
          "CHECKSUM",
          "CHANGED",
          "READ_ERROR",
          "BAD_RANGE",
          "CANCELLED",
          "TIMEOUT",
          "UNAUTHORIZED",
          "GOING_AWAY",
          "INTERNAL");

  private ErrorCode() {}

  /** The number of the code with this name. */
  public static int of(String name) {
    int code = NAMES.indexOf(name);
    if (code < 0) {
      throw new IllegalArgumentException("error code: " + name);
    }
    return code;
  }
}
