package io.ft.conformance.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Starts {@code ft-conformance}. */
@Command(
    name = "ft-conformance",
    mixinStandardHelpOptions = true,
    versionProvider = ConformanceMain.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Tries an ft server or client, in any language, against the rules of the protocol.")
public final class ConformanceMain {

  /** The peer breaks a rule. */
  static final int FAILED = 1;

  private ConformanceMain() {}

  /** Runs the command that {@code args} say; the process ends with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** All commands. */
  static CommandLine commandLine() {
    return new CommandLine(new ConformanceMain())
        .addSubcommand(new TreeCommand())
        .addSubcommand(new ServerCommand())
        .addSubcommand(new ClientCommand());
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = ConformanceMain.class.getPackage().getImplementationVersion();
      return new String[] {"ft-conformance " + (version == null ? "(not packaged)" : version)};
    }
  }
}
