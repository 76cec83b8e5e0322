package io.ft.dist;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish. */
final class FishCompletion {

  private FishCompletion() {}

  static String of(Program program) {
    StringBuilder script = new StringBuilder();
    List<CommandSpec> commands = program.commands();
    if (commands.isEmpty()) {
      boolean folder =
          program.spec().positionalParameters().stream()
              .anyMatch(parameter -> Program.completion(parameter) == Program.Completion.FOLDER);
      script.append(line(program, "", folder ? "-f -a '(__fish_complete_directories)'" : "-f"));
      script.append(options(program, "", program.spec()));
      return script.toString();
    }
    script.append(line(program, "", "-f"));
    script.append(options(program, "__fish_use_subcommand", program.spec()));
    for (CommandSpec command : commands) {
      String arguments = "-a " + command.name() + " -d " + quote(Program.summary(command));
      script.append(line(program, "__fish_use_subcommand", arguments));
      script.append(options(program, "__fish_seen_subcommand_from " + command.name(), command));
    }
    return script.toString();
  }

  private static String options(Program program, String condition, CommandSpec command) {
    return Program.options(command).stream()
        .map(option -> line(program, condition, option(option)))
        .collect(Collectors.joining());
  }

  private static String option(OptionSpec option) {
    StringBuilder arguments = new StringBuilder();
    for (String name : option.names()) {
      arguments.append(
          name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
      arguments.append(' ');
    }
    if (Program.takesValue(option)) {
      arguments.append(
          switch (Program.completion(option)) {
            case FILE -> "-r -F ";
            case FOLDER -> "-x -a '(__fish_complete_directories)' ";
            case NONE -> "-x ";
          });
    }
    return arguments.append("-d ").append(quote(Program.summary(option))).toString();
  }

  private static String line(Program program, String condition, String arguments) {
    String when = condition.isEmpty() ? "" : " -n " + quote(condition);
    return "complete -c " + program.name() + when + " " + arguments + "\n";
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
