package io.ft.conformance.server;

/** Speaks before its client does. */
final class Talker extends Defect {
  @Override
  byte[] first() {
    return new byte[] {0};
  }
}
