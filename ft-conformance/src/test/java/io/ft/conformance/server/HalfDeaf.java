package io.ft.conformance.server;

/** Takes no notice of a half-close. */
final class HalfDeaf extends Defect {
  @Override
  boolean seesHalfClose() {
    return false;
  }
}
