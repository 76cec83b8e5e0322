package io.ft.server.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the settings come from: the command line, which is stronger than the environment, which is
 * stronger than the config file. The last two are read anew each time.
 */
final class SettingsSource {

  private static final String CONFIG_VARIABLE = "FT_SERVER_CONFIG";

  /** What the launcher reads, and what Kubernetes says of a service that is called ft-server. */
  private static final Pattern NOT_OURS =
      Pattern.compile(Setting.PREFIX + "(JAR|JAVA_OPTIONS|SERVICE_.*|PORT_[0-9].*)");

  private final Map<Setting<?>, List<Given>> byUser;
  private final @Nullable Path file;
  private final Supplier<Map<String, String>> environment;

  /**
   * Of a call.
   *
   * @param byUser what the command line says
   * @param file the config file that the command line names; null if it names none
   */
  SettingsSource(
      Map<Setting<?>, List<Given>> byUser,
      @Nullable Path file,
      Supplier<Map<String, String>> environment) {
    this.byUser = byUser;
    this.file = file;
    this.environment = environment;
  }

  /**
   * Reads and checks all of it, and the files that it names.
   *
   * @throws SettingsException if anything is wrong
   */
  ProgramSettings load() throws SettingsException {
    Problems problems = new Problems();
    Map<String, String> variables = environment.get();
    Path config = file();
    Values values =
        Values.of(
            List.of(
                config == null ? Map.of() : SettingsFile.read(config, problems),
                fromEnvironment(variables),
                byUser),
            problems);
    ProgramSettings settings = new SettingsReader(values).read();
    problems.check();
    return settings;
  }

  /** The config file; null if there is none. */
  @Nullable Path file() {
    String variable = environment.get().getOrDefault(CONFIG_VARIABLE, "");
    return file != null || variable.isEmpty() ? file : Path.of(variable);
  }

  /** Variables that look like ours and are none: who misspelt one believes that it holds. */
  List<String> unknownVariables() {
    Set<String> known = new HashSet<>(Set.of(CONFIG_VARIABLE));
    ServerSettings.all().forEach(setting -> known.add(setting.variable()));
    return environment.get().keySet().stream()
        .filter(name -> name.startsWith(Setting.PREFIX))
        .filter(name -> !known.contains(name) && !NOT_OURS.matcher(name).matches())
        .sorted()
        .toList();
  }

  private static Map<Setting<?>, List<Given>> fromEnvironment(Map<String, String> variables) {
    Map<Setting<?>, List<Given>> all = new LinkedHashMap<>();
    for (Setting<?> setting : ServerSettings.all()) {
      String variable = setting.variable();
      String text = variables.getOrDefault(variable, "");
      // What starts programs often has no way to leave a variable out.
      if (!text.isEmpty()) {
        List<String> texts =
            setting.repeatable() ? Arrays.asList(text.split(",", -1)) : List.of(text);
        all.put(setting, texts.stream().map(each -> new Given(each.strip(), variable)).toList());
      }
    }
    return all;
  }
}
