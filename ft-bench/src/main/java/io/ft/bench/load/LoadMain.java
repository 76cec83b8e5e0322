package io.ft.bench.load;

import io.ft.codec.Printable;
import java.io.InputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts {@code ft-load}. */
@Command(
    name = "ft-load",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Puts a server under load.")
public final class LoadMain {

  static final int FAILED = 1;
  static final int USAGE = 2;

  private LoadMain() {}

  /** Runs the command that {@code args} say; the process ends with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine(System.in).execute(args));
  }

  /**
   * All commands.
   *
   * @param input what ends commands that run until they are told to end, by its own end
   */
  static CommandLine commandLine(InputStream input) {
    return new CommandLine(new LoadMain())
        .addSubcommand("download", new DownloadCommand())
        .addSubcommand("idle", new IdleCommand(input))
        .addSubcommand("steady", new SteadyCommand())
        .addSubcommand("silent", new SilentCommand(input))
        .addSubcommand("trickle", new TrickleCommand(input))
        .addSubcommand("mixed", new MixedCommand(input))
        .addSubcommand("proxy", new ProxyCommand(input))
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (problem, args) -> fail(problem.getCommandLine(), USAGE, problem))
        .setExecutionExceptionHandler((failure, command, parsed) -> fail(command, FAILED, failure));
  }

  private static int fail(CommandLine command, int code, Exception problem) {
    String what = problem.getMessage() == null ? problem.toString() : problem.getMessage();
    command.getErr().println(Printable.escape("ft-load: " + what));
    return code;
  }
}
