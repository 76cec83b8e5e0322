package io.ft.client.cli;

import io.ft.client.RemoteStat;
import java.io.IOException;
import java.io.Writer;

/** Files for scripts: one JSON object a line. */
final class StatJson implements StatPrinter {

  private final JsonLine lines;

  StatJson(Writer out) throws IOException {
    lines = new JsonLine(out);
  }

  @Override
  public void print(String url, RemoteStat stat) throws IOException {
    lines.write(
        json -> {
          json.writeStringField("url", url);
          json.writeNumberField("size", stat.sizeBytes());
          json.writeStringField("modified", stat.modified().toString());
          if (stat.tag().isNone()) {
            json.writeNullField("tag");
          } else {
            json.writeStringField("tag", stat.tag().hex());
          }
          if (stat.sha256() != null) {
            json.writeStringField("sha256", stat.sha256());
          }
        });
    lines.flush();
  }
}
