package io.ft.server;

/** Tells a connection that the server is about to stop. */
enum Drain {
  EVENT;

  /** What clients are told. */
  static final String REASON = "the server is about to stop";

  /** How long a client waits before it comes back: a restart takes about so long. */
  static final long RETRY_AFTER_MILLIS = 1_000;
}
