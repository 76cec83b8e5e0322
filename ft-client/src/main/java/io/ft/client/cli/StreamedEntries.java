package io.ft.client.cli;

import io.ft.client.ListingListener;
import io.ft.client.RemoteEntry;
import io.ft.client.RemoteFolder;
import java.io.IOException;

/** Shows the entries of a listing as they come, and keeps none. */
final class StreamedEntries implements ListingListener {

  private final String url;
  private final RemoteFolder folder;
  private final EntryPrinter printer;

  private boolean begun;

  StreamedEntries(String url, RemoteFolder folder, EntryPrinter printer) {
    this.url = url;
    this.folder = folder;
    this.printer = printer;
  }

  @Override
  public void entry(RemoteEntry entry) throws IOException {
    begin();
    printer.print(folder, entry);
    printer.flush();
  }

  /** The listing is complete. */
  void complete() throws IOException {
    begin();
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      printer.begin(url);
    }
  }
}
