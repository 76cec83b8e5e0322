package io.ft.bench.load;

/** Text in the JSON that this tool prints. */
final class JsonText {

  private JsonText() {}

  /** A JSON string of printable ASCII. */
  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '"' || unit == '\\') {
        json.append('\\').append(unit);
      } else if (unit >= ' ' && unit <= '~') {
        json.append(unit);
      } else {
        json.append(String.format("\\u%04x", (int) unit));
      }
    }
    return json.append('"').toString();
  }
}
