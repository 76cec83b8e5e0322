package io.ft.codec.framed;

/** The two ends of a connection. */
enum Side {
  /** Who asks. */
  CLIENT,
  /** Who answers. */
  SERVER
}
