package io.ft.server.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * The config file, in TOML: a key for each setting, under its name. A setting that can have several
 * values has an array; the shares may have a table, each under its name.
 */
final class SettingsFile {

  private final Path file;
  private final Problems problems;
  private final Map<Setting<?>, List<Given>> values = new LinkedHashMap<>();

  private SettingsFile(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** What {@code file} sets; what is wrong with it is added to {@code problems}. */
  static Map<Setting<?>, List<Given>> read(Path file, Problems problems) {
    SettingsFile reader = new SettingsFile(file, problems);
    try {
      // Not Toml.parse(Path): it replaces what is not UTF-8.
      reader.read(Toml.parse(Files.readString(file)));
    } catch (CharacterCodingException e) {
      problems.usage(file + ": not in UTF-8");
    } catch (IOException e) {
      problems.file("cannot read the config file " + file + ": " + FileReason.of(e));
    }
    return reader.values;
  }

  private void read(TomlParseResult parsed) {
    for (TomlParseError error : parsed.errors()) {
      problems.usage(at(error.position()) + ": " + error.getMessage());
    }
    if (parsed.hasErrors()) {
      return;
    }
    for (String key : parsed.keySet()) {
      List<String> path = List.of(key);
      String place = at(Objects.requireNonNull(parsed.inputPositionOf(path))) + ": " + key;
      Setting<?> setting = ServerSettings.find(key);
      Object value = Objects.requireNonNull(parsed.get(path));
      if (setting == null) {
        problems.usage(place + ": no setting has this name");
      } else if (value instanceof TomlTable table && setting.equals(ServerSettings.SHARE)) {
        shares(parsed, table);
      } else {
        put(setting, given(setting, value, place));
      }
    }
  }

  private void shares(TomlParseResult parsed, TomlTable table) {
    List<Given> shares = new ArrayList<>();
    for (String name : table.keySet()) {
      Object folder = table.get(List.of(name));
      TomlPosition position = parsed.inputPositionOf(List.of(ServerSettings.SHARE.name(), name));
      String place = at(Objects.requireNonNull(position)) + ": share." + name;
      if (folder instanceof String text) {
        shares.add(new Given(name + "=" + text, place));
      } else {
        problems.usage(place + ": " + shown(folder) + " (expected: the name of a folder)");
      }
    }
    put(ServerSettings.SHARE, shares);
  }

  /** An empty array says nothing. */
  private void put(Setting<?> setting, List<Given> given) {
    if (!given.isEmpty()) {
      values.put(setting, given);
    }
  }

  private List<Given> given(Setting<?> setting, Object value, String place) {
    List<Given> all = new ArrayList<>();
    if (value instanceof TomlArray array && array.isEmpty()) {
      // An empty list of those that are allowed would let everybody in.
      problems.usage(place + ": [] (expected: at least one, or leave it out)");
      return all;
    }
    if (value instanceof TomlArray array && setting.repeatable()) {
      for (int i = 0; i < array.size(); i++) {
        addOne(setting, array.get(i), place, all);
      }
    } else {
      addOne(setting, value, place, all);
    }
    return all;
  }

  private void addOne(Setting<?> setting, Object value, String place, List<Given> all) {
    boolean fits =
        setting.kind().isFlag()
            ? value instanceof Boolean
            : value instanceof String || value instanceof Long || value instanceof Double;
    if (fits) {
      all.add(new Given(value.toString(), place));
    } else {
      String expected = setting.kind().expected();
      problems.usage(place + ": " + shown(value) + " (expected: " + expected + ")");
    }
  }

  private static String shown(@Nullable Object value) {
    if (value instanceof TomlArray) {
      return "an array";
    }
    if (value instanceof TomlTable) {
      return "a table";
    }
    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }

  private String at(TomlPosition position) {
    return file + ":" + position.line();
  }
}
