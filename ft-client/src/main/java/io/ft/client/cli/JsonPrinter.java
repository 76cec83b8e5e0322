package io.ft.client.cli;

import io.ft.client.RemoteEntry;
import io.ft.client.RemoteFolder;
import java.io.IOException;
import java.io.Writer;

/** Entries for scripts: one JSON object a line. */
final class JsonPrinter implements EntryPrinter {

  private final JsonLine lines;

  JsonPrinter(Writer out) throws IOException {
    lines = new JsonLine(out);
  }

  @Override
  public void begin(String url) {
    // Each object has a URL of its own.
  }

  @Override
  public void print(RemoteFolder folder, RemoteEntry entry) throws IOException {
    boolean isFile = entry.kind() == RemoteEntry.Kind.FILE;
    lines.write(
        json -> {
          json.writeStringField("path", entry.path());
          json.writeStringField("type", isFile ? "file" : "folder");
          if (isFile) {
            json.writeNumberField("size", entry.sizeBytes());
          } else {
            json.writeNullField("size");
          }
          json.writeStringField("modified", entry.modified().toString());
          if (entry.tag().isNone()) {
            json.writeNullField("tag");
          } else {
            json.writeStringField("tag", entry.tag().hex());
          }
          json.writeStringField(
              "url", isFile ? folder.file(entry.path()).url() : folder.folder(entry.path()).url());
        });
  }

  @Override
  public void flush() throws IOException {
    lines.flush();
  }
}
