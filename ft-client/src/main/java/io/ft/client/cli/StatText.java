package io.ft.client.cli;

import io.ft.client.RemoteStat;
import io.ft.codec.Printable;
import java.io.IOException;
import java.io.Writer;

/** Files for people: a few lines each. */
final class StatText implements StatPrinter {

  private final Writer out;
  private boolean begun;

  StatText(Writer out) {
    this.out = out;
  }

  @Override
  public void print(String url, RemoteStat stat) throws IOException {
    out.write((begun ? "\n" : "") + Printable.escape(url) + "\n");
    begun = true;
    out.write("  size      " + stat.sizeBytes() + " bytes\n");
    out.write("  modified  " + stat.modified() + "\n");
    out.write("  tag       " + (stat.tag().isNone() ? "none" : stat.tag().hex()) + "\n");
    if (stat.sha256() != null) {
      out.write("  sha256    " + stat.sha256() + "\n");
    }
    out.flush();
  }
}
