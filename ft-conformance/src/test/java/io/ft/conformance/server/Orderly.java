package io.ft.conformance.server;

/** Never resets a connection. */
final class Orderly extends Defect {
  @Override
  boolean resets() {
    return false;
  }
}
