package io.ft.server.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import io.ft.codec.Printable;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Starts {@code ft-server}. */
public final class ServerMain {

  private ServerMain() {}

  /** Runs the command that {@code args} say; the process ends with its exit code. */
  public static void main(String[] args) {
    // Netty's flight recorder events cost start-up time and nobody has asked for them here.
    System.setProperty("io.netty.jfr.enabled", "false");
    // Only the JDK's own TLS would do what nobody needs and costs a client nothing to ask for.
    if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
      System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }
    // Not called logback.xml: a program that embeds the server has a configuration of its own.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "ft-server-logback.xml");
    }
    System.exit(commandLine().execute(args));
  }

  /** {@code ft-server} as it is called: also for those who describe it. */
  public static CommandLine commandLine() {
    return commandLine(System::getenv);
  }

  /** The same in another environment. */
  static CommandLine commandLine(Supplier<Map<String, String>> environment) {
    CommandLine command = new CommandLine(new ServeCommand(environment));
    SettingOptions.addTo(command.getCommandSpec());
    command.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, SettingOptions::help);
    return command
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(
            (problem, args) -> fail(problem.getCommandLine(), ServeCommand.USAGE, problem))
        .setExecutionExceptionHandler(
            (failure, called, parsed) -> fail(called, ServeCommand.FAILED, failure));
  }

  /** A config file with all settings, commented out: for packages. */
  public static String exampleConfig() {
    return ExampleFile.text();
  }

  private static int fail(CommandLine command, int code, Exception problem) {
    String hint = code == ServeCommand.USAGE ? " (see 'ft-server --help')" : "";
    command.getErr().println(Printable.escape("ft-server: " + problem.getMessage() + hint));
    return code;
  }
}
