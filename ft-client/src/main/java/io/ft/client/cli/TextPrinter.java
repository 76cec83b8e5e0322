package io.ft.client.cli;

import io.ft.client.RemoteEntry;
import io.ft.client.RemoteFolder;
import io.ft.codec.Printable;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;

/** Entries for people: one a line, escaped, folders with a slash. */
final class TextPrinter implements EntryPrinter {

  /** Right for files of up to a petabyte; the line of a larger one is longer. */
  private static final int SIZE_COLUMNS = 15;

  private final Writer out;
  private final boolean details;
  private final boolean headers;

  private boolean begun;

  /**
   * Prints to {@code out}.
   *
   * @param details whether to show more than names
   * @param headers whether to say where they are
   */
  TextPrinter(Writer out, boolean details, boolean headers) {
    this.out = out;
    this.details = details;
    this.headers = headers;
  }

  @Override
  public void begin(String url) throws IOException {
    if (headers) {
      out.write((begun ? "\n" : "") + Printable.escape(url) + ":\n");
    }
    begun = true;
  }

  @Override
  public void print(RemoteFolder folder, RemoteEntry entry) throws IOException {
    boolean isFolder = entry.kind() == RemoteEntry.Kind.FOLDER;
    if (details) {
      String size = isFolder ? "-" : Long.toString(entry.sizeBytes());
      out.write(" ".repeat(Math.max(0, SIZE_COLUMNS - size.length())));
      out.write(size + "  " + entry.modified().truncatedTo(ChronoUnit.SECONDS) + "  ");
    }
    out.write(Printable.escape(entry.path()) + (isFolder ? "/\n" : "\n"));
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
