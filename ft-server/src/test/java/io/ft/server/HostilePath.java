package io.ft.server;

import io.ft.codec.Printable;
import io.ft.codec.WireText;
import java.util.HexFormat;

/**
 * A path that must be answered like that of a missing file.
 *
 * @param kind what is hostile about it
 * @param hex its bytes, which need not be text, in hexadecimal
 */
record HostilePath(String kind, String hex) {

  static HostilePath of(String kind, byte[] bytes) {
    return new HostilePath(kind, HexFormat.of().formatHex(bytes));
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** As it stands in a message. */
  String text() {
    return WireText.decode(bytes());
  }

  /** This path below a folder. */
  HostilePath below(String folder) {
    return of(kind, WireText.encode(folder + text()));
  }

  @Override
  public String toString() {
    String text = Printable.escape(text());
    return kind + " " + (text.length() > 100 ? hex.length() / 2 + " bytes" : text);
  }
}
