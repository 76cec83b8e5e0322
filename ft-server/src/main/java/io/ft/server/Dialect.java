package io.ft.server;

/** The wire format that a client chose. */
public enum Dialect {
  FRAMED,
  CLASSIC
}
