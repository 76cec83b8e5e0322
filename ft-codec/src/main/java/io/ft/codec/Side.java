package io.ft.codec;

/** The two ends of a connection. */
public enum Side {
  CLIENT,
  SERVER;

  /** The other end. */
  public Side peer() {
    return this == CLIENT ? SERVER : CLIENT;
  }
}
