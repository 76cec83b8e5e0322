package io.ft.client;

/** The wire format to speak with a server. */
public enum Dialect {
  /** Blocks with checksums, many downloads on one connection. */
  FRAMED,
  /**
   * The bytes of the original server. It has no checksums and no identity of a file: what arrives
   * is known to be as long as announced, and no more than that.
   */
  CLASSIC
}
