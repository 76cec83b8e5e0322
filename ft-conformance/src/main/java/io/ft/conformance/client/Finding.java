package io.ft.conformance.client;

/**
 * A rule that a client broke on the way, whatever the case was about.
 *
 * @param rule its id
 * @param what it did
 */
record Finding(String rule, String what) {

  @Override
  public String toString() {
    return rule + ": " + what;
  }
}
