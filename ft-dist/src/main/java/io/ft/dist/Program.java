package io.ft.dist;

import io.ft.client.cli.FtMain;
import io.ft.server.cli.ServerMain;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A program that is described.
 *
 * @param name what the user types
 * @param spec its commands and options
 */
record Program(String name, CommandSpec spec) {

  /** What an option or a parameter may be completed with. */
  enum Completion {
    FILE,
    FOLDER,
    NONE
  }

  static List<Program> all() {
    return List.of(of(FtMain.commandLine()), of(ServerMain.commandLine()));
  }

  private static Program of(CommandLine commandLine) {
    return new Program(commandLine.getCommandName(), commandLine.getCommandSpec());
  }

  /** Its commands; none if it is a command itself. */
  List<CommandSpec> commands() {
    return spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(command -> !command.usageMessage().hidden())
        .distinct()
        .toList();
  }

  static List<OptionSpec> options(CommandSpec command) {
    return command.options().stream().filter(option -> !option.hidden()).toList();
  }

  /** What it is for, in one line. */
  static String summary(CommandSpec command) {
    return firstSentence(String.join(" ", command.usageMessage().description()));
  }

  /** What it is for, in one line. */
  static String summary(ArgSpec argument) {
    return firstSentence(String.join(" ", argument.description()));
  }

  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  static Completion completion(ArgSpec argument) {
    return switch (argument.paramLabel()) {
      case "FILE" -> Completion.FILE;
      case "DIR" -> Completion.FOLDER;
      default -> Completion.NONE;
    };
  }

  private static String firstSentence(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    int end = line.indexOf(". ");
    String sentence = end < 0 ? line : line.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
