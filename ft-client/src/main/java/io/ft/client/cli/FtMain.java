package io.ft.client.cli;

import picocli.CommandLine;

/** Starts {@code ft}. */
public final class FtMain {

  private FtMain() {}

  /** Runs the command that {@code args} say; the process ends with its exit code. */
  public static void main(String[] args) {
    // Netty's flight recorder events cost start-up time and nobody has asked for them here.
    System.setProperty("io.netty.jfr.enabled", "false");
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new FtCommand())
        .setUsageHelpLongOptionsMaxWidth(24)
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              commandLine.getErr().println("ft: internal error: " + failure);
              return ExitCode.INTERNAL.number();
            });
  }
}
