package io.ft.conformance.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** EXISTS and the size in one write. */
final class NoGap extends Defect {
  private boolean held;

  @Override
  byte[] classic(byte[] bytes) {
    if (Arrays.equals(bytes, Ask.utf8("EXISTS"))) {
      held = true;
      return new byte[0];
    }
    if (!held) {
      return bytes;
    }
    held = false;
    return Ask.utf8("EXISTS" + new String(bytes, StandardCharsets.US_ASCII));
  }
}
