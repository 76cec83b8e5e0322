package io.ft.client.cli;

import io.ft.client.RemoteStat;
import java.io.IOException;

/** How {@code ft stat} shows what it is told. */
interface StatPrinter {

  /** Shows the file at {@code url}, and hands that on. */
  void print(String url, RemoteStat stat) throws IOException;
}
