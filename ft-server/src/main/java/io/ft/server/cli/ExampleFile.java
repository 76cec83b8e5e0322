package io.ft.server.cli;

/** A config file in which everything is commented out, with the value that holds without it. */
final class ExampleFile {

  private static final int WIDTH = 100;

  private ExampleFile() {}

  static String text() {
    StringBuilder text =
        new StringBuilder(
            """
            # The settings of ft-server, in TOML. Each is an option of the command line, too, and a
            # variable of the environment: max-connections is --max-connections and
            # FT_SERVER_MAX_CONNECTIONS. The command line is stronger than the environment, and that is
            # stronger than this file. What is commented out shows the default, or an example.
            #
            # Check it: ft-server --config FILE --check-config
            # Take it:  kill -HUP, or systemctl reload ft-server. Settings marked with * need a restart.
            """);
    for (SettingGroup group : ServerSettings.GROUPS) {
      text.append("\n\n# ---- ").append(group.heading()).append("\n");
      for (Setting<?> setting : group.settings()) {
        text.append('\n');
        wrap(text, (setting.live() ? "" : "* ") + setting.description());
        if (setting.equals(ServerSettings.SHARE)) {
          text.append("# A table [share] at the end of this file.\n");
        } else {
          text.append('#').append(setting.name()).append(" = ").append(value(setting)).append('\n');
        }
      }
    }
    text.append("\n\n# ---- Shares. This has to come last: what follows belongs to it.\n");
    text.append("\n#[share]\n#music = \"/srv/music\"\n#docs = \"/srv/docs\"\n");
    return text.toString();
  }

  private static String value(Setting<?> setting) {
    String standard = setting.standard();
    String value = standard == null ? example(setting) : standard;
    boolean bare = setting.kind().isFlag() || value.matches("[0-9]+");
    String quoted = bare ? value : "\"" + value + "\"";
    return setting.repeatable() ? "[" + quoted + "]" : quoted;
  }

  /** For a setting that has no default. */
  private static String example(Setting<?> setting) {
    return switch (setting.kind().label()) {
      case "ADDR" -> "192.0.2.1";
      case "CIDR" -> "192.0.2.0/24";
      case "DIR" -> "/srv/files";
      case "FILE" -> "/etc/ft/" + setting.name();
      case "N" -> "4";
      case "NAME" -> "TLS_AES_128_GCM_SHA256";
      default -> throw new IllegalStateException("no example for " + setting.name());
    };
  }

  private static void wrap(StringBuilder text, String sentence) {
    int column = WIDTH;
    for (String word : sentence.split(" ", -1)) {
      if (column + 1 + word.length() > WIDTH) {
        text.append(column == WIDTH ? "#" : "\n#");
        column = 1;
      }
      text.append(' ').append(word);
      column += 1 + word.length();
    }
    text.append('\n');
  }
}
