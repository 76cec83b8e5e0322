package io.ft.client.cli;

import io.ft.client.RemoteEntry;
import io.ft.client.RemoteFolder;
import java.io.IOException;

/** How {@code ft ls} shows what it finds. */
interface EntryPrinter {

  /** What follows is found at {@code url}. */
  void begin(String url) throws IOException;

  /** Shows an entry of {@code folder}. */
  void print(RemoteFolder folder, RemoteEntry entry) throws IOException;

  /** Hands on what was shown. */
  void flush() throws IOException;
}
