package io.ft.dist;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A manual page: a text written by hand, in which lines such as {@code @OPTIONS@} are replaced by
 * what the program says of itself.
 */
final class ManPage {

  private final Program program;

  ManPage(Program program) {
    this.program = program;
  }

  /**
   * The page.
   *
   * @param text what is written by hand, in roff
   */
  String fill(String text, String version, String date) {
    return text.replace("@VERSION@", escape(version))
        .replace("@DATE@", date)
        .replace("@SYNOPSIS@\n", synopsis())
        .replace("@OPTIONS@\n", commands())
        .replace("@EXIT STATUS@\n", exitStatus());
  }

  private String synopsis() {
    List<CommandSpec> commands = program.commands();
    return commands.isEmpty()
        ? synopsis(program.spec())
        : commands.stream().map(ManPage::synopsis).collect(Collectors.joining(".br\n"));
  }

  private static String synopsis(CommandSpec command) {
    String parameters =
        command.positionalParameters().stream()
            .filter(parameter -> !parameter.hidden())
            .map(ManPage::synopsis)
            .collect(Collectors.joining());
    return ".B " + escape(command.qualifiedName()) + "\n[\\fIoptions\\fR]" + parameters + "\n";
  }

  private static String synopsis(PositionalParamSpec parameter) {
    String label = " \\fI" + escape(parameter.paramLabel()) + "\\fR";
    return parameter.arity().max() > 1 ? label + "\\&..." : label;
  }

  private String commands() {
    List<CommandSpec> commands = program.commands();
    if (commands.isEmpty()) {
      return options(program.spec());
    }
    StringBuilder page = new StringBuilder();
    for (CommandSpec command : commands) {
      page.append(".SS \"").append(escape(command.qualifiedName())).append("\"\n");
      page.append(paragraph(command.usageMessage().description()));
      page.append(options(command));
    }
    return page.toString();
  }

  private static String options(CommandSpec command) {
    StringBuilder page = new StringBuilder();
    for (OptionSpec option : Program.options(command)) {
      String names =
          List.of(option.names()).stream()
              .map(name -> "\\fB" + escape(name) + "\\fR")
              .collect(Collectors.joining(", "));
      String value =
          Program.takesValue(option) ? " \\fI" + escape(option.paramLabel()) + "\\fR" : "";
      page.append(".TP\n").append(names).append(value).append('\n');
      page.append(paragraph(option.description()));
    }
    return page.toString();
  }

  private String exitStatus() {
    StringBuilder page = new StringBuilder();
    for (Map.Entry<String, String> code : program.spec().usageMessage().exitCodeList().entrySet()) {
      page.append(".TP\n\\fB").append(escape(code.getKey().strip())).append("\\fR\n");
      page.append(paragraph(code.getValue()));
    }
    return page.toString();
  }

  private static String paragraph(String... lines) {
    String text = escape(String.join(" ", lines).strip().replaceAll("\\s+", " "));
    // A dot or an apostrophe at the start of a line would be a request.
    return (text.startsWith(".") || text.startsWith("'") ? "\\&" : "") + text + "\n";
  }

  private static String escape(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
  }
}
