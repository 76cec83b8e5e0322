package io.ft.client.cli;

import io.ft.codec.Printable;
import picocli.CommandLine;

/** Starts {@code ft}. */
public final class FtMain {

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private FtMain() {}

  /** Runs the command that {@code args} say; the process ends with its exit code. */
  public static void main(String[] args) {
    // Netty's flight recorder events cost start-up time and nobody has asked for them here.
    System.setProperty("io.netty.jfr.enabled", "false");
    // A script sees the program's own words only, unless somebody asks for the log. Set here and
    // not
    // in a file, which a program that embeds the client would find on its class path.
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "off");
    }
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return commandLine(Output.standard());
  }

  /** The commands, which print what they are asked for to {@code out}. */
  static CommandLine commandLine(Output out) {
    return new CommandLine(new FtCommand())
        .addSubcommand(new LsCommand(out))
        .addSubcommand(new StatCommand(out))
        .setUsageHelpLongOptionsMaxWidth(24)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(
            (problem, args) -> {
              CommandLine command = problem.getCommandLine();
              String name = command.getCommandSpec().qualifiedName();
              command
                  .getErr()
                  .println(
                      Printable.escape(
                          "%s: %s (see '%s --help')".formatted(name, problem.getMessage(), name)));
              return ExitCode.USAGE.number();
            })
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              commandLine.getErr().println(Printable.escape("ft: internal error: " + failure));
              return ExitCode.INTERNAL.number();
            });
  }
}
