package io.ft.conformance.wire;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What was said on the connections of one case, a line a message, for people. Thread-safe. */
public final class Trace {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final byte[] NONE = {};

  private final int maxLines;
  private final int maxBytes;
  private final List<String> lines = new ArrayList<>();
  private int connections;
  private int dropped;

  /** The first and the last lines of a case, short, for a report of failures. */
  public static Trace brief() {
    return new Trace(24, 32);
  }

  /** Next to all that was said. */
  public static Trace full() {
    return new Trace(2_000, 2_048);
  }

  /** Nothing of it. */
  public static Trace none() {
    return new Trace(0, 0);
  }

  private Trace(int maxLines, int maxBytes) {
    this.maxLines = maxLines;
    this.maxBytes = maxBytes;
  }

  /** Forgets what was said before. */
  public synchronized void begin() {
    lines.clear();
    connections = 0;
    dropped = 0;
  }

  /** All that was said since {@link #begin}. */
  public synchronized List<String> lines() {
    if (dropped == 0) {
      return List.copyOf(lines);
    }
    List<String> shown = new ArrayList<>(lines);
    shown.add(maxLines / 2, "(" + dropped + " lines are left out)");
    return List.copyOf(shown);
  }

  /** The number of a new connection, 1 for the first. */
  synchronized int connected() {
    return ++connections;
  }

  /** Something that no connection says. */
  public void note(String what) {
    add(what, NONE, 0);
  }

  /** This side has sent these bytes, which mean {@code what}. */
  void sent(int connection, String what, byte[] bytes) {
    add(connection + "> " + what, bytes, bytes.length);
  }

  /**
   * The peer has sent {@code count} bytes, of which these are the first; they mean {@code what}.
   */
  void received(int connection, String what, byte[] bytes, long count) {
    add(connection + "< " + what, bytes, count);
  }

  /** How many bytes of a message it shows. */
  int maxBytes() {
    return maxBytes;
  }

  private synchronized void add(String line, byte[] bytes, long count) {
    if (maxLines == 0) {
      return;
    }
    if (lines.size() == maxLines) {
      lines.remove(maxLines / 2);
      dropped++;
    }
    int shown = Math.min(bytes.length, maxBytes);
    String hex = HEX.formatHex(bytes, 0, shown);
    String more = count > shown ? " ... (" + count + " bytes)" : "";
    lines.add(count == 0 ? line : line + " | " + hex + more);
  }
}
