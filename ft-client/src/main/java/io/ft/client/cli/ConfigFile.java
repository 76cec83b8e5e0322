package io.ft.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file with values of options, one a line: {@code retry = 20}, or {@code get.retry = 20} for one
 * command. Lines that are empty or begin with {@code #} say nothing.
 */
final class ConfigFile {

  /**
   * A line.
   *
   * @param command the command that it is for; null for all that have the option
   * @param option the long name of the option, without the dashes
   * @param place the file and the line, for messages
   */
  record Line(@Nullable String command, String option, String value, String place) {}

  private ConfigFile() {}

  /** Where it is if nobody says otherwise; null if there is no such place. */
  static @Nullable Path standard(Map<String, String> environment) {
    Path folder = folder(environment);
    return folder == null ? null : folder.resolve("config");
  }

  /** The folder for what a user has told the program for ever; null if there is no such place. */
  static @Nullable Path folder(Map<String, String> environment) {
    String folder = environment.getOrDefault("XDG_CONFIG_HOME", "");
    if (!folder.startsWith("/")) {
      String home = environment.getOrDefault("HOME", "");
      if (home.isEmpty()) {
        return null;
      }
      folder = home + "/.config";
    }
    return Path.of(folder, "ft");
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it cannot be read, or a line is not as it has to be
   */
  static List<Line> read(Path file) {
    List<String> texts;
    try {
      texts = Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the config file: " + e, e);
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        lines.add(line(text, file + ":" + (i + 1)));
      }
    }
    return lines;
  }

  private static Line line(String text, String place) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(place + ": '" + text + "' is not OPTION = VALUE");
    }
    String key = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    int dot = key.indexOf('.');
    return dot < 0
        ? new Line(null, key, value, place)
        : new Line(key.substring(0, dot), key.substring(dot + 1), value, place);
  }
}
