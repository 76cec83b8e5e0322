package io.ft.dist;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion function for zsh. */
final class ZshCompletion {

  private ZshCompletion() {}

  static String of(Program program) {
    String name = program.name();
    StringBuilder script = new StringBuilder("#compdef " + name + "\n\n");
    if (program.commands().isEmpty()) {
      return script.append(arguments("", program.spec())).toString();
    }
    script.append("local state line\n");
    script.append("_arguments -C \\\n");
    optionLines(program.spec()).forEach(line -> script.append("  ").append(line).append(" \\\n"));
    script.append("  '1:command:((").append(commandNames(program)).append("))' \\\n");
    script.append("  '*::argument:->arguments'\n\n");
    script.append("[[ $state == arguments ]] || return\n");
    script.append("case $words[1] in\n");
    for (CommandSpec command : program.commands()) {
      script.append("  ").append(command.name()).append(")\n");
      script.append(arguments("    ", command)).append("    ;;\n");
    }
    return script.append("esac\n").toString();
  }

  private static String commandNames(Program program) {
    return program.commands().stream()
        .map(command -> command.name() + "\\:" + quote(Program.summary(command)))
        .collect(Collectors.joining(" "));
  }

  /** A word in double quotes, inside of single ones. */
  private static String quote(String text) {
    return "\"" + escape(text).replace("\"", "\\\"").replace("`", "\\`") + "\"";
  }

  private static String arguments(String indent, CommandSpec command) {
    List<String> parameters =
        command.positionalParameters().stream()
            .filter(parameter -> !parameter.hidden())
            .map(
                parameter ->
                    "'"
                        + (parameter.arity().max() > 1 ? "*" : "")
                        + ":"
                        + escape(parameter.paramLabel())
                        + ":"
                        + action(parameter)
                        + "'")
            .toList();
    return Stream.concat(optionLines(command).stream(), parameters.stream())
        .collect(
            Collectors.joining(" \\\n  " + indent, indent + "_arguments \\\n  " + indent, "\n"));
  }

  private static List<String> optionLines(CommandSpec command) {
    return Program.options(command).stream().flatMap(ZshCompletion::lines).toList();
  }

  private static Stream<String> lines(OptionSpec option) {
    String names = String.join(" ", option.names());
    String value =
        Program.takesValue(option) ? ":" + escape(option.paramLabel()) + ":" + action(option) : "";
    String description = "[" + escape(Program.summary(option)) + "]";
    String exclusive = option.isMultiValue() ? "*" : "(" + names + ")";
    return Stream.of(option.names())
        .map(name -> "'" + exclusive + name + description + value + "'");
  }

  private static String action(ArgSpec argument) {
    return switch (Program.completion(argument)) {
      case FILE -> "_files";
      case FOLDER -> "_files -/";
      case NONE -> " ";
    };
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("'", "'\\''")
        .replace("[", "\\[")
        .replace("]", "\\]")
        .replace(":", "\\:");
  }
}
