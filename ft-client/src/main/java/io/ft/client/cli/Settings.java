package io.ft.client.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options that are set in the environment or in a {@link ConfigFile}. They become arguments before
 * those that the user gave, so that one set of rules holds for all; what the user gave, and what
 * the environment says, wins over the file.
 *
 * <p>A picocli default value provider would not do: an option without a value that is on by default
 * is switched <em>off</em> by giving it.
 */
final class Settings {

  private static final String PREFIX = "FT_";
  private static final String CONFIG = "--config";
  private static final Set<String> NOT_SETTABLE =
      Set.of("--help", "--version", CONFIG, "--no-config");

  /**
   * What goes when an option is given in a better place: what does not go together with it, or
   * belongs to the value that it replaces.
   */
  private static final Map<String, List<String>> REPLACED =
      Map.of(
          "--trust-first-use", List.of("--pin", "--cacert"),
          "--pin", List.of("--trust-first-use"),
          "--cacert", List.of("--trust-first-use"),
          "--cert", List.of("--key"),
          "--token-file", List.of("--token-for"));

  private record Setting(String value, String place) {}

  private final CommandLine ft;
  private final Map<String, String> environment;

  private Settings(CommandLine ft, Map<String, String> environment) {
    this.ft = ft;
    this.environment = environment;
  }

  /**
   * {@code args} and what is set elsewhere.
   *
   * @throws ParameterException if a setting is wrong; it says where it stands
   */
  static String[] complete(CommandLine ft, String[] args, Map<String, String> environment) {
    // Nothing is read twice, nor any class loaded for it, where nothing is set.
    boolean anySet =
        environment.keySet().stream().anyMatch(name -> name.startsWith(PREFIX))
            || Stream.of(args).anyMatch(argument -> argument.startsWith(CONFIG));
    Path standard = ConfigFile.standard(environment);
    if (!anySet && (standard == null || !Files.exists(standard))) {
      return args;
    }
    return new Settings(ft, environment).complete(args, standard);
  }

  private String[] complete(String[] args, @Nullable Path standardFile) {
    ParseResult called;
    try {
      called = ft.parseArgs(args).subcommand();
    } catch (ParameterException e) {
      // It is parsed again when it is executed, and the user told.
      return args;
    }
    if (called == null || called.isUsageHelpRequested() || called.isVersionHelpRequested()) {
      return args;
    }
    Map<OptionSpec, List<Setting>> settings = new LinkedHashMap<>();
    try {
      FtCommand root = ft.getCommand();
      addFile(file(root, standardFile), called.commandSpec(), settings);
      addEnvironment(called.commandSpec(), settings);
      for (OptionSpec given : called.matchedOptionsSet()) {
        replaced(called.commandSpec(), given.longestName(), settings);
        settings.remove(given);
      }
      root.setElsewhere(
          settings.keySet().stream().map(OptionSpec::longestName).collect(Collectors.toSet()));
      return parsed(inserted(args, settings), settings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(ft, String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable Path file(FtCommand root, @Nullable Path standard) {
    if (root.config() != null) {
      return root.config();
    }
    String chosen = environment.get(PREFIX + "CONFIG");
    if (root.withoutConfig()) {
      return null;
    }
    if (chosen != null) {
      return Path.of(chosen);
    }
    return standard != null && Files.exists(standard) ? standard : null;
  }

  private void addFile(
      @Nullable Path file, CommandSpec called, Map<OptionSpec, List<Setting>> settings) {
    List<ConfigFile.Line> lines = file == null ? List.of() : ConfigFile.read(file);
    if (lines.isEmpty()) {
      return;
    }
    Map<String, CommandLine> commands = FtMain.commandLine().getSubcommands();
    // What is for one command comes after what is for all, and replaces it.
    for (boolean forOne : new boolean[] {false, true}) {
      Map<OptionSpec, List<Setting>> added = new LinkedHashMap<>();
      for (ConfigFile.Line line : lines) {
        check(line, commands);
        OptionSpec option = option(called, "--" + line.option());
        boolean isForOne = line.command() != null;
        if (option != null
            && isForOne == forOne
            && (!isForOne || called.name().equals(line.command()))) {
          added
              .computeIfAbsent(option, first -> new ArrayList<>())
              .add(new Setting(line.value(), line.place()));
        }
      }
      settings.putAll(added);
    }
  }

  private static void check(ConfigFile.Line line, Map<String, CommandLine> commands) {
    boolean known =
        commands.entrySet().stream()
            .filter(each -> line.command() == null || each.getKey().equals(line.command()))
            .anyMatch(
                each -> option(each.getValue().getCommandSpec(), "--" + line.option()) != null);
    if (!known) {
      String key = (line.command() == null ? "" : line.command() + ".") + line.option();
      throw new IllegalArgumentException(line.place() + ": no option has the name '" + key + "'");
    }
  }

  private void addEnvironment(CommandSpec called, Map<OptionSpec, List<Setting>> settings) {
    Map<OptionSpec, List<Setting>> added = new LinkedHashMap<>();
    for (OptionSpec option : called.options()) {
      String name = option.longestName();
      String variable =
          PREFIX + name.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
      String value = environment.get(variable);
      if (value != null && option(called, name) != null) {
        added.put(option, List.of(new Setting(value, variable)));
        if (!value.equalsIgnoreCase("false")) {
          replaced(called, name, settings);
        }
      }
    }
    settings.putAll(added);
  }

  private static void replaced(
      CommandSpec called, String option, Map<OptionSpec, List<Setting>> settings) {
    for (String name : REPLACED.getOrDefault(option, List.of())) {
      settings.remove(called.findOption(name));
    }
  }

  /** The option that can be set under this name; null if there is none. */
  private static @Nullable OptionSpec option(CommandSpec command, String name) {
    OptionSpec option = command.findOption(name);
    boolean settable = name.startsWith("--") && !NOT_SETTABLE.contains(name);
    return settable && option != null && option.longestName().equals(name) ? option : null;
  }

  private static String[] inserted(String[] args, Map<OptionSpec, List<Setting>> settings) {
    int command = 0;
    while (args[command].startsWith("-")) {
      command += args[command].equals(CONFIG) ? 2 : 1;
    }
    List<String> all = new ArrayList<>(Arrays.asList(args));
    List<String> added = new ArrayList<>();
    settings.forEach(
        (option, values) -> values.forEach(each -> added.addAll(arguments(option, each))));
    all.addAll(command + 1, added);
    return all.toArray(new String[0]);
  }

  private static List<String> arguments(OptionSpec option, Setting setting) {
    String name = option.longestName();
    if (option.arity().max() > 0) {
      return List.of(name + "=" + setting.value());
    }
    return switch (setting.value().toLowerCase(Locale.ROOT)) {
      case "true" -> List.of(name);
      case "false" -> List.of();
      default ->
          throw new IllegalArgumentException(
              "%s: '%s' is not a value of %s (expected: true or false)"
                  .formatted(setting.place(), setting.value(), name));
    };
  }

  /** {@code args}, if all their values are right. The user's have been found so before. */
  private String[] parsed(String[] args, Map<OptionSpec, List<Setting>> settings) {
    try {
      ft.parseArgs(args);
      return args;
    } catch (ParameterException e) {
      ArgSpec wrong = e.getArgSpec();
      List<Setting> culprits = wrong == null ? null : settings.get(wrong);
      String places =
          culprits == null
              ? "the settings"
              : String.join(", ", culprits.stream().map(Setting::place).toList());
      throw new IllegalArgumentException(places + ": " + e.getMessage(), e);
    }
  }
}
