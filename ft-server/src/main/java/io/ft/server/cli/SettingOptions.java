package io.ft.server.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The settings as options of a command. Their values are read later, with those of other places.
 */
final class SettingOptions {

  private SettingOptions() {}

  static void addTo(CommandSpec command) {
    for (Setting<?> setting : ServerSettings.all()) {
      if (setting.equals(ServerSettings.DIR)) {
        command.addPositional(parameter(setting));
      } else {
        command.addOption(option(setting));
      }
    }
  }

  private static PositionalParamSpec parameter(Setting<?> setting) {
    return PositionalParamSpec.builder()
        .paramLabel(setting.kind().label())
        .arity("0..1")
        .type(String.class)
        .description(description(setting))
        .build();
  }

  private static OptionSpec option(Setting<?> setting) {
    OptionSpec.Builder option =
        OptionSpec.builder(setting.option()).description(description(setting));
    if (setting.kind().isFlag()) {
      return option.type(Boolean.class).build();
    }
    option.paramLabel(setting.kind().label()).arity("1");
    return setting.repeatable()
        ? option.type(List.class).auxiliaryTypes(String.class).build()
        : option.type(String.class).build();
  }

  /** What it is for, and what it is if nobody sets it. */
  static String description(Setting<?> setting) {
    return setting.standard() == null || setting.kind().isFlag()
        ? setting.description()
        : setting.description() + " " + setting.standard() + " by default.";
  }

  /** What the user gave on the command line. */
  static Map<Setting<?>, List<Given>> given(ParseResult parsed) {
    Map<Setting<?>, List<Given>> all = new LinkedHashMap<>();
    for (Setting<?> setting : ServerSettings.all()) {
      if (parsed.hasMatchedOption(setting.option())) {
        OptionSpec option = Objects.requireNonNull(parsed.matchedOption(setting.option()));
        List<String> texts =
            setting.kind().isFlag()
                ? List.of(option.<Boolean>getValue().toString())
                : option.originalStringValues();
        all.put(setting, texts.stream().map(text -> new Given(text, setting.option())).toList());
      }
    }
    if (parsed.hasMatchedPositional(0)) {
      String folder = parsed.matchedPositional(0).originalStringValues().get(0);
      all.put(ServerSettings.DIR, List.of(new Given(folder, "DIR")));
    }
    return all;
  }

  /** The options for the usage text, group by group. */
  static String help(Help help) {
    CommandSpec command = help.commandSpec();
    StringBuilder text = new StringBuilder();
    List<OptionSpec> others = new ArrayList<>(command.options());
    for (SettingGroup group : ServerSettings.GROUPS) {
      List<OptionSpec> options = new ArrayList<>();
      for (Setting<?> setting : group.settings()) {
        OptionSpec option = command.findOption(setting.option());
        if (option != null) {
          options.add(option);
        }
      }
      others.removeAll(options);
      append(text, group.heading(), options, help);
    }
    append(text, "Others", others, help);
    return text.toString();
  }

  private static void append(
      StringBuilder text, String heading, List<OptionSpec> options, Help help) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(options, help.parameterLabelRenderer());
    text.append(System.lineSeparator())
        .append(heading)
        .append(':')
        .append(System.lineSeparator())
        .append(layout);
  }
}
