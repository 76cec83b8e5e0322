package io.ft.codec;

/** The two ends of a connection. */
public enum Side {
  /** Who asks. */
  CLIENT,
  /** Who answers. */
  SERVER
}
