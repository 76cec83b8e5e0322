package io.ft.client.cli;

import io.ft.codec.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Starts {@code ft}. */
public final class FtMain {

  private FtMain() {}

  /** Runs the command that {@code args} say; the process ends with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args, System.getenv()));
  }

  /**
   * Runs the command and returns its exit code.
   *
   * @param environment where options may be set that {@code args} do not give
   */
  static int run(String[] args, Map<String, String> environment) {
    setDefault("io.netty.jfr.enabled", "false");
    // The allocator of the client's channels; without this Netty prepares another one too.
    setDefault("io.netty.allocator.type", "pooled");
    // A script sees the program's own words only, unless somebody asks for the log. Set here and
    // not in a file, which a program that embeds the client would find on its class path.
    setDefault("org.slf4j.simpleLogger.defaultLogLevel", "off");
    // Named, so that no search through the jar is needed to find it; and not a word about that.
    setDefault("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
    setDefault("slf4j.internal.verbosity", "WARN");
    // No option is of these types, and preparing for them takes time.
    setDefault("picocli.converters.excludes", "java[.](sql|time)[.].*");
    setDefault("picocli.disable.closures", "true");

    WarmUp warmUp = WarmUp.start(args);
    CommandLine ft = withHandlers(FtCommand.withCalled(args, Output.standard()));
    ft.setExecutionStrategy(
        parsed -> {
          warmUp.await();
          return new CommandLine.RunLast().execute(parsed);
        });
    return execute(ft, args, environment);
  }

  static int execute(CommandLine ft, String[] args, Map<String, String> environment) {
    try {
      return ft.execute(Settings.complete(ft, args, environment));
    } catch (ParameterException wrongSetting) {
      return wrongUsage(wrongSetting, args.length);
    }
  }

  /** {@code ft} with all its commands: also for those who describe it. */
  public static CommandLine commandLine() {
    return commandLine(Output.standard());
  }

  /** The same, but what is asked for is printed to {@code out}. */
  static CommandLine commandLine(Output out) {
    return withHandlers(FtCommand.withAll(out));
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static CommandLine withHandlers(CommandLine ft) {
    return ft.setUsageHelpLongOptionsMaxWidth(24)
        .setExpandAtFiles(false)
        // Only who asks for help waits for the table to be made.
        .setHelpFactory(
            (command, colors) -> {
              FtCommand.addExitCodes(command);
              return new CommandLine.Help(command, colors);
            })
        .setParameterExceptionHandler((problem, args) -> wrongUsage(problem, args.length))
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              commandLine.getErr().println(Printable.escape("ft: internal error: " + failure));
              return ExitCode.INTERNAL.number();
            });
  }

  private static int wrongUsage(ParameterException problem, int arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    if (arguments == 0) {
      command.usage(err);
      return ExitCode.USAGE.number();
    }
    String name = command.getCommandSpec().qualifiedName();
    String line =
        "%s: %s%s (see '%s --help')".formatted(name, problem.getMessage(), hint(problem), name);
    err.println(Printable.escape(line));
    return ExitCode.USAGE.number();
  }

  private static String hint(ParameterException problem) {
    if (!(problem instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    CommandLine command = problem.getCommandLine();
    if (command.getParent() == null && !unmatched.isUnknownOption()) {
      return "; the commands are " + String.join(", ", command.getSubcommands().keySet());
    }
    List<String> meant = unmatched.getSuggestions();
    return meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?";
  }
}
